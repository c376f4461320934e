/**
 * How TcpServer accepts: a permit first (MR1, MR2), and back-off when the system cannot (MR3), which a
 * shutdown ends.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Listener } from "../../day5/src/net.ts";
import { FailingListener } from "../support/failing-listener.ts";
import { rounds } from "../support/fake-clock.ts";
import { startLineServer } from "../support/line-server.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";

test("MR1: an idle server that waits in accept holds one permit", async (t) => {
  const { server } = await startLineServer(t, { maxConnections: 3 });
  await rounds();
  assert.equal(server.availablePermits, 2);
  assert.equal(server.connections, 0);
});

test("MR2: with a limit of one, the second client is connected, and served when the first leaves", async (t) => {
  const { server, connect } = await startLineServer(t, { maxConnections: 1 });
  const [first, second, third] = [await connect(), await connect(), await connect()];
  second.send("second\n");
  third.send("third\n");
  first.send("first\n");
  assert.equal(await first.readUntil("\n"), "first\n");
  await rounds(5);
  assert.deepEqual([second.received, server.connections, server.availablePermits], ["", 1, 0]);
  first.end();
  assert.equal(await second.readUntil("\n"), "second\n");
  assert.equal(third.received, "", "in the order of arrival");
  second.end();
  assert.equal(await third.readUntil("\n"), "third\n");
});

test("clients beyond the limit and the queue are turned away", async (t) => {
  const { connect } = await startLineServer(t, { maxConnections: 1, maxWaiting: 1 });
  const served = await connect();
  served.send("one\n");
  await served.readUntil("\n");
  const waiting = await connect();
  const turnedAway = await connect();
  await turnedAway.closed;
  assert.equal(waiting.isClosed, false);
  served.end();
  waiting.send("two\n");
  assert.equal(await waiting.readUntil("\n"), "two\n");
});

test("MR3: a failing accept is tried again after 1, 2, 4, 8, 16, 32 and 64 s; the eighth failure is final", async (t) => {
  const logger = new LogBook();
  const busy = new Error("too many open files");
  const { server, listener, clock, running } = await startLineServer(t, {
    logger,
    maxConnections: 2,
    wrap: (inner) => new FailingListener(inner, () => busy),
  });
  const failing = listener as FailingListener;
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
    logger.entries.slice(0, 8).map(({ level, fields }) => [level, fields.retryInMs]),
    [...[1, 2, 4, 8, 16, 32, 64].map((seconds) => ["warn", seconds * 1_000]), ["error", undefined]],
  );
  assert.equal(server.availablePermits, 2);
});

test("MR3: a success starts the back-off over", async (t) => {
  const fails = new Set([1, 2, 4]);
  const { listener, clock, connect } = await startLineServer(t, {
    wrap: (inner) => new FailingListener(inner, (n) => (fails.has(n) ? new Error("busy") : null)),
  });
  const failing = listener as FailingListener;
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
  const { listener, clock, running } = await startLineServer(t, {
    backoff: () => new ray.Backoff(5, 5),
    wrap: (inner) => new FailingListener(inner, () => new Error("busy")),
  });
  await clock.pass(5);
  await assert.rejects(running, /busy/);
  assert.equal((listener as FailingListener).attempts, 2);
});

test("a limit that is no number of connections is refused", async () => {
  const listener = await ray.TcpListener.bind("127.0.0.1:0");
  assert.throws(() => new ray.TcpServer(listener, () => {}, { maxConnections: 0 }), RangeError);
  await listener.close();
});

test("a shutdown ends the wait between two tries to accept", async (t) => {
  const { server, listener, clock, running } = await startLineServer(t, {
    wrap: (inner) => new FailingListener(inner, () => new Error("busy")),
  });
  await (listener as FailingListener).attempted(1);
  await rounds();
  await server.shutdown();
  await running;
  await rounds();
  assert.equal(clock.pending, 0, "the timer of the wait is taken back");
});

test("an accept that fails because of the shutdown is not tried again", async (t) => {
  let failAccept = (_error: Error) => {};
  const { server, clock, running } = await startLineServer(t, {
    wrap: (inner): Listener => ({
      address: inner.address,
      accept: () =>
        new Promise((_resolve, reject) => {
          failAccept = reject;
        }),
      close: () => inner.close(),
    }),
  });
  await rounds();
  await server.shutdown();
  failAccept(new Error("the listener is closed"));
  await running;
  await rounds();
  assert.equal(clock.pending, 0);
});
