/**
 * The echo program of day 1, examples/main.ts beside the `src` under test, started as a person starts it. The tests of
 * the lessons talk to it: it is there before the classes are that other tests ask for.
 */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { after, type TestContext } from "node:test";
import { Child, type Exit } from "./child.ts";
import { RawClient } from "./raw-client.ts";
import { srcDir, stage } from "./stage.ts";
import { within } from "./within.ts";

/** Later days speak HTTP, and a copy that is not called src has no examples beside it. */
export const skip = stage !== 1 || basename(srcDir) !== "src";

/** What a test does with a program that runs. */
export interface EchoClients {
  readonly connect: () => Promise<RawClient>;
  /** Sends a line by a client of its own and waits for it: what was sent before has been read by then. */
  readonly ping: () => Promise<void>;
}

export interface EchoProgram extends EchoClients {
  readonly child: Child;
  /** Resolves when the program has ended by itself. A learner should not wait long to hear that it has not. */
  readonly ended: () => Promise<Exit>;
}

/** Starts it on a free port. `env` is for what a lesson adds, such as MAX_CONNECTIONS. */
export async function startEcho(t: TestContext, env: Record<string, string> = {}): Promise<EchoProgram> {
  const { child, port } = await start(t, env);
  return { child, ...clientsOf(t, port), ended: () => within(child.exited, "the program to end") };
}

/**
 * One program for all tests of a `describe`, started by the first that asks and ended behind the last: to start one takes
 * longer than what most tests do with it. To be called in that `describe`; the clients are each test's own.
 */
export function sharedEcho(env: Record<string, string> = {}): (t: TestContext) => Promise<EchoClients> {
  const ends: (() => unknown)[] = [];
  after(async () => {
    for (const end of ends) await end();
  });
  let started: ReturnType<typeof start> | null = null;
  return async (t) => {
    started ??= start({ after: (end: () => unknown) => ends.push(end) } as unknown as TestContext, env);
    return clientsOf(t, (await started).port);
  };
}

async function start(t: TestContext, env: Record<string, string>): Promise<{ child: Child; port: number }> {
  const file = join(srcDir, "..", "examples", "main.ts");
  assert.ok(existsSync(file), "there is no examples/main.ts yet");
  const child = Child.run(t, file, { HOST: "127.0.0.1", PORT: "0", ...env });
  const [, port] = await child.printed(/^listening on tcp:\/\/127\.0\.0\.1:(\d+)\n/);
  return { child, port: Number(port) };
}

function clientsOf(t: TestContext, port: number): EchoClients {
  const connect = () => RawClient.connect({ host: "127.0.0.1", port }, { t });
  let pinger: RawClient | null = null;
  const ping = async () => {
    pinger ??= await connect();
    pinger.send("ping\n");
    await pinger.readUntil("ping\n");
  };
  return { connect, ping };
}
