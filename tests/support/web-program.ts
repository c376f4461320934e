/**
 * The program of a day as a person starts it: `examples/main.ts` beside the `src` under test, on a free port. One
 * child for all tests of a `describe`, started by the first that connects, and ended behind the last.
 */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, type TestContext } from "node:test";
import { visible } from "./bytes.ts";
import { Child } from "./child.ts";
import { type Answer, readAnswer } from "./http-client.ts";
import { RawClient } from "./raw-client.ts";
import { srcDir, stage } from "./stage.ts";

const main = join(srcDir, "..", "examples", "main.ts");

export interface WebProgram {
  connect(t: TestContext): Promise<RawClient>;
  /** The answer to `bytes`, sent over a connection of their own. */
  ask(t: TestContext, bytes: string): Promise<Answer>;
  /** Sends `bytes`, which must be answered with `status` and an end: nothing behind them is looked at. */
  refuses(t: TestContext, bytes: string, status: number): Promise<void>;
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
    async ask(t, bytes) {
      const client = await connect(t);
      client.send(bytes);
      const answer = await readAnswer(client);
      client.end();
      return answer;
    },
    async refuses(t, bytes, status) {
      const client = await connect(t);
      client.send(bytes);
      const answer = await readAnswer(client);
      assert.equal(answer.status, status, `${visible(bytes.slice(0, 120))} gets ${answer.statusLine}`);
      assert.equal(answer.field("connection"), "close");
      assert.equal(await client.readAll(), "", "nothing is said behind it");
    },
  };
}
