/** The two steps of a stop, who waits while it comes, and what fails during it: nobody is cut off for it. */

import assert from "node:assert/strict";
import type { ConnHandler, Listener } from "../../day5/src/net.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { test } from "../support/grounds.ts";
import { startLineServer } from "../support/line-server.ts";
import { LogBook } from "../support/log-book.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

/** Answers one line, whatever the server does meanwhile. */
const oneLine: ConnHandler = async (conn) => {
  const lines = new ray.LineCodec();
  const line = await conn.readFrame(lines);
  if (line !== null) conn.writeFrame(line, lines);
};

test("I4: who waits for a permit when the stop comes is served, one after the other, and counted", async (t) => {
  const { server, connect, running, listener } = await startLineServer(t, {
    maxConnections: 1,
    handler: oneLine,
  });
  const clients = [await connect(), await connect(), await connect()];
  await rounds(3);
  const draining = server.shutdown();
  await rounds(3);
  await assert.rejects(RawClient.connect(listener.address), { code: "ECONNREFUSED" });
  for (const client of clients) {
    client.send("served\n");
    assert.equal(await client.readUntil("\n"), "served\n");
  }
  assert.deepEqual(await draining, { finished: 3, forced: 0 });
  await running;
  assert.equal(server.availablePermits, 1);
});

test("I4: who still waits at the deadline is ended, and no handler starts for them any more", async (t) => {
  let handlers = 0;
  const entered = gate();
  const { server, connect, clock, running } = await startLineServer(t, {
    maxConnections: 1,
    handler: () => {
      handlers += 1;
      entered.open();
      return new Promise(() => {});
    },
  });
  const served = await connect();
  await entered.promise;
  const waiting = await connect();
  await rounds(3);
  const draining = server.shutdown({ deadlineMs: 5_000 });
  await clock.pass(4_999);
  assert.equal(waiting.isClosed, false);
  await clock.pass(1);
  assert.deepEqual(await draining, { finished: 0, forced: 1 });
  await Promise.all([served.closed, waiting.closed]);
  assert.equal(handlers, 1);
  void running;
});

test("acceptGraceMs: the server is draining and still lets clients in; then the port closes; then handlers hear it", async (t) => {
  const logger = new LogBook();
  const { server, connect, clock, listener, running } = await startLineServer(t, {
    acceptGraceMs: 3_000,
    logger,
  });
  const early = await connect();
  early.send("early\n");
  await early.readUntil("\n");
  const draining = server.shutdown({ deadlineMs: 8_000, signal: "SIGTERM" });
  assert.equal(server.isDraining, true);
  await clock.pass(2_999);
  const late = await connect();
  for (const client of [early, late]) {
    client.send("again\n");
    assert.equal(await client.readUntil("\n"), "again\n", "nobody is told yet");
  }
  await clock.pass(1);
  await rounds(3);
  await assert.rejects(RawClient.connect(listener.address), { code: "ECONNREFUSED" });
  assert.deepEqual([await early.readAll(), await late.readAll()], ["", ""]);
  assert.deepEqual(await draining, { finished: 2, forced: 0 });
  await running;
  assert.deepEqual(
    logger.entries.filter(({ level }) => level === "info").map(({ fields, message }) => [message, fields]),
    [
      ["draining", { signal: "SIGTERM", deadlineMs: 8_000, acceptGraceMs: 3_000, connections: 1 }],
      ["refusing new connections", { deadlineMs: 5_000, connections: 2 }],
      ["stopped", { finished: 2, forced: 0 }],
    ],
  );
});

test("the deadline holds for the whole stop; at most half of it goes to accepting", async (t) => {
  const entered = gate();
  const { server, connect, clock, listener } = await startLineServer(t, {
    acceptGraceMs: 60_000,
    handler: () => {
      entered.open();
      return new Promise(() => {});
    },
  });
  const client = await connect();
  await entered.promise;
  const draining = server.shutdown({ deadlineMs: 4_000 });
  await clock.pass(2_000);
  await rounds(3);
  await assert.rejects(RawClient.connect(listener.address), { code: "ECONNREFUSED" });
  await clock.pass(1_999);
  assert.equal(client.isClosed, false);
  await clock.pass(1);
  assert.deepEqual(await draining, { finished: 0, forced: 1 });
});

for (const [what, onShutdown] of [
  [
    "throws",
    () => {
      throw new Error("boom");
    },
  ],
  ["rejects", async () => Promise.reject(new Error("boom"))],
] as const) {
  test(`an onShutdown that ${what} is logged, and what is under way is finished`, async (t) => {
    const logger = new LogBook();
    const { server, connect, running } = await startLineServer(t, { logger, onShutdown, handler: oneLine });
    const client = await connect();
    await rounds(3);
    const draining = server.shutdown();
    await rounds(3);
    client.send("under way\n");
    assert.equal(await client.readUntil("\n"), "under way\n");
    assert.deepEqual(await draining, { finished: 1, forced: 0 });
    await running;
    assert.deepEqual(logger.messages("error"), ["onShutdown failed"]);
  });
}

test("a handler's shutdown listener that throws is logged, and everybody else is told and drained", async (t) => {
  const logger = new LogBook();
  const { server, connect, running } = await startLineServer(t, {
    logger,
    handler: async (conn, shutdown) => {
      shutdown.onShutdown(() => {
        throw new Error("boom");
      });
      conn.write("up\n");
      await shutdown.recv();
    },
  });
  const clients = [await connect(), await connect()];
  for (const client of clients) await client.readUntil("up\n");
  assert.deepEqual(await server.shutdown(), { finished: 2, forced: 0 });
  await running;
  assert.deepEqual(logger.messages("error"), ["shutdown listeners failed"]);
});

for (const [what, close] of [
  [
    "throws",
    () => {
      throw new Error("boom");
    },
  ],
  ["rejects", () => Promise.reject(new Error("boom"))],
  ["never ends", () => new Promise<void>(() => {})],
] as const) {
  test(`a listener whose close ${what} keeps no shutdown from its end`, async (t) => {
    const entered = gate();
    const { server, connect, clock } = await startLineServer(t, {
      wrap: (inner): Listener => {
        t.after(() => inner.close());
        return { address: inner.address, accept: () => inner.accept(), close };
      },
      handler: async (conn, shutdown) => {
        entered.open();
        if (what === "never ends") return new Promise<void>(() => {});
        await shutdown.recv();
        conn.write("told\n");
      },
    });
    const client = await connect();
    await entered.promise;
    const draining = server.shutdown();
    await rounds(3);
    if (what === "never ends") await clock.pass(10_000);
    const told = what !== "never ends";
    assert.deepEqual(await draining, { finished: told ? 1 : 0, forced: told ? 0 : 1 });
    await client.closed;
    assert.equal(client.received, told ? "told\n" : "");
  });
}

test("a listener that is closed for good ends who waits; one that keeps them still hands them out", async (t) => {
  const lines = new ray.LineCodec();
  const listener = await ray.TcpListener.bind("127.0.0.1:0");
  const client = await RawClient.connect(listener.address, { t });
  client.send("waited\n");
  await rounds(3);
  await listener.close({ keepWaiting: true });
  await assert.rejects(RawClient.connect(listener.address), { code: "ECONNREFUSED" });
  const conn = await listener.accept();
  assert.equal(String(await conn?.readFrame(lines)), "waited");
  conn?.destroy();
  assert.equal(await listener.accept(), null);
});

test("a second close ends those that the first one kept", async (t) => {
  const listener = await ray.TcpListener.bind("127.0.0.1:0");
  const client = await RawClient.connect(listener.address, { t });
  await rounds(3);
  await listener.close({ keepWaiting: true });
  assert.equal(client.isClosed, false);
  await listener.close();
  await client.closed;
  assert.equal(await listener.accept(), null);
});
