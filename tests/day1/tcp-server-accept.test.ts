/**
 * How TcpServer accepts: a permit first (MR1, MR2), whoever has waited longest next, and no more than may wait.
 */

import assert from "node:assert/strict";
import type { Listener } from "../../day5/src/net.ts";
import { rounds } from "../support/fake-clock.ts";
import { test } from "../support/grounds.ts";
import { startLineServer } from "../support/line-server.ts";
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

test("a limit that is no number of connections is refused", async () => {
  const listener = await ray.TcpListener.bind("127.0.0.1:0");
  assert.throws(() => new ray.TcpServer(listener, () => {}, { maxConnections: 0 }), RangeError);
  await listener.close();
});

test("an accept that fails because of the shutdown is the end of accepting, and no error", async (t) => {
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
