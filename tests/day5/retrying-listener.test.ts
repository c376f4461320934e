/** A listener that tries again: how long it waits (MR3), what starts that over, and what a shutdown does to it. */

import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { ConnHandler, Listener, TcpServerOptions } from "../../day5/src/net.ts";
import { FailingListener } from "../support/failing-listener.ts";
import { rounds } from "../support/fake-clock.ts";
import { test } from "../support/grounds.ts";
import { startLineServer } from "../support/line-server.ts";
import { LogBook } from "../support/log-book.ts";
import { NEVER_A_NUMBER } from "../support/option-cases.ts";
import { ray } from "../support/stage.ts";

type RetryOptions = NonNullable<ConstructorParameters<typeof ray.RetryingListener>[1]>;

/** A server on a listener that tries again, around one that fails by script. */
async function start(
  t: TestContext,
  failures: (attempt: number) => Error | null,
  options: TcpServerOptions & { handler?: ConnHandler } = {},
  retry: RetryOptions = {},
) {
  let failing: FailingListener | null = null;
  const server = await startLineServer(t, {
    ...options,
    wrap: (inner, reactor) => {
      failing = new FailingListener(inner, failures);
      return new ray.RetryingListener(failing, { reactor, ...retry });
    },
  });
  return { ...server, failing: failing as unknown as FailingListener };
}

test("MR3: back-off waits 1, 2, 4, 8, 16, 32, 64 seconds, and the eighth failure is the last", () => {
  const backoff = new ray.Backoff();
  const waits = Array.from({ length: 9 }, () => backoff.next());
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, null, null]);
});

test("back-off can begin and end elsewhere", () => {
  const backoff = new ray.Backoff(10, 25);
  assert.deepEqual([backoff.next(), backoff.next(), backoff.next()], [10, 20, null]);
});

test("a back-off takes no number that would switch it off", () => {
  for (const value of [...NEVER_A_NUMBER, 0, Number.POSITIVE_INFINITY] as number[]) {
    assert.throws(() => new ray.Backoff(value), /^\w*Error: firstMs must be /);
  }
  for (const value of [...NEVER_A_NUMBER, Number.POSITIVE_INFINITY] as number[]) {
    assert.throws(() => new ray.Backoff(1, value), /^\w*Error: longestMs must be /);
  }
});

test("MR3: a failing accept is tried again after 1, 2, 4, 8, 16, 32 and 64 s; the eighth failure is final", async (t) => {
  const logger = new LogBook();
  const busy = new Error("too many open files");
  const { server, failing, clock, running } = await start(t, () => busy, { maxConnections: 2 }, { logger });
  for (const [index, seconds] of [1, 2, 4, 8, 16, 32, 64].entries()) {
    await clock.pass(seconds * 1_000 - 1);
    assert.equal(failing.attempts, index + 1);
    assert.equal(server.availablePermits, 1, "the permit stays held");
    await clock.pass(1);
    assert.equal(failing.attempts, index + 2);
  }
  await assert.rejects(running, busy);
  assert.equal(clock.now(), 127_000);
  assert.deepEqual(
    logger.entries.map(({ level, message, fields }) => [level, message, fields.err, fields.retryInMs]),
    [1, 2, 4, 8, 16, 32, 64].map((seconds) => ["warn", "accept failed", busy, seconds * 1_000]),
  );
  assert.equal(server.availablePermits, 2);
});

test("MR3: a success starts the back-off over", async (t) => {
  const fails = new Set([1, 2, 4]);
  const { failing, clock, connect } = await start(t, (n) => (fails.has(n) ? new Error("busy") : null));
  await clock.pass(3_000);
  assert.equal(failing.attempts, 3);
  const client = await connect();
  client.send("hello\n");
  await client.readUntil("\n");
  assert.equal(failing.attempts, 4, "failed once more");
  await clock.pass(999);
  assert.equal(failing.attempts, 4);
  await clock.pass(1);
  assert.equal(failing.attempts, 5, "one second, as at the first failure");
});

test("the back-off can be another one", async (t) => {
  const backoff = () => new ray.Backoff(5, 5);
  const { failing, clock, running } = await start(t, () => new Error("busy"), {}, { backoff });
  await clock.pass(5);
  await assert.rejects(running, /busy/);
  assert.equal(failing.attempts, 2);
});

test("a shutdown ends the wait between two tries to accept", async (t) => {
  const { server, failing, clock, running } = await start(t, () => new Error("busy"));
  await failing.attempted(1);
  await rounds();
  await server.shutdown();
  await running;
  await rounds();
  assert.equal(clock.pending, 0, "the timer of the wait is taken back");
});

test("an accept that fails because of the shutdown is not tried again", async (t) => {
  let failAccept = (_error: Error) => {};
  const { server, clock, running } = await startLineServer(t, {
    wrap: (inner, reactor): Listener => {
      const accept = () =>
        new Promise<null>((_resolve, reject) => {
          failAccept = reject;
        });
      const failing = { address: inner.address, accept, close: () => inner.close() };
      return new ray.RetryingListener(failing, { reactor });
    },
  });
  await rounds();
  await server.shutdown();
  failAccept(new Error("the listener is closed"));
  await running;
  await rounds();
  assert.equal(clock.pending, 0);
});

test("a close in the middle of a wait still hands out the connections that it keeps", async (t) => {
  const { server, failing, connect, running } = await start(t, (n) => (n === 1 ? new Error("busy") : null), {
    handler: async (conn) => {
      const lines = new ray.LineCodec();
      const line = await conn.readFrame(lines);
      if (line !== null) conn.writeFrame(line, lines);
    },
  });
  await failing.attempted(1);
  const client = await connect();
  client.send("waited\n");
  const draining = server.shutdown();
  assert.equal(await client.readUntil("\n"), "waited\n");
  assert.deepEqual(await draining, { finished: 1, forced: 0 });
  await running;
});
