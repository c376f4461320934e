/**
 * The program of a day as a person starts it: `examples/main.ts` beside the `src` under test, on a free port. One
 * child for all tests of a `describe`, started by the first that connects, and ended behind the last.
 */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, type TestContext } from "node:test";
import { Child } from "./child.ts";
import { type Answer, readAnswer } from "./http-client.ts";
import { RawClient } from "./raw-client.ts";
import { srcDir, stage } from "./stage.ts";

const main = join(srcDir, "..", "examples", "main.ts");

export interface WebProgram {
  connect(t: TestContext): Promise<RawClient>;
  /** The answer to `bytes`, over a connection of their own that must end behind it when `isLast`. */
  ask(t: TestContext, bytes: string, isLast?: boolean): Promise<Answer>;
  readonly child: Promise<Child>;
}

/** False: the day under test is `day`, and has a program. */
export function skipProgram(day: number): string | false {
  if (stage !== day) return `the program of day ${day} is not that of day ${stage}`;
  return existsSync(main) ? false : "a learner's own copy may have no example";
}

/** To be called in a `describe`, whose end is the end of the child. */
export function webProgram(): WebProgram {
  const ends: (() => unknown)[] = [];
  after(async () => {
    for (const end of ends) await end();
  });
  let started: Promise<{ child: Child; port: number }> | null = null;
  const start = async () => {
    const t = { after: (end: () => unknown) => ends.push(end) } as unknown as TestContext;
    const child = Child.run(t, main, { HOST: "127.0.0.1", PORT: "0" });
    const [line, address = "", port] = await child.printed(/^listening on (\S*:(\d+))$/m);
    assert.match(address, /^http:/, `the program says "${line.replace(/\d+$/, "PORT")}", and not http://`);
    return { child, port: Number(port) };
  };
  const running = () => {
    started ??= start();
    return started;
  };
  const connect = async (t: TestContext) =>
    RawClient.connect({ host: "127.0.0.1", port: (await running()).port }, { t });
  return {
    get child() {
      return running().then(({ child }) => child);
    },
    connect,
    async ask(t, bytes, isLast = false) {
      const client = await connect(t);
      client.send(bytes);
      const answer = await readAnswer(client);
      if (isLast) assert.equal(await client.readAll(), "", "the connection is closed behind the answer");
      client.end();
      return answer;
    },
  };
}
