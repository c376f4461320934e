/** The idle timeout of a server: who is idle, what its handler hears, and what it costs nobody else (PO6). */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { startLineServer } from "../support/line-server.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";

const options = { idleTimeoutMs: 1_000 };

test("PO6: a connection without a byte is closed, between its time and a quarter more", async (t) => {
  const logger = new LogBook();
  const { connect, clock, server } = await startLineServer(t, { ...options, logger });
  const client = await connect();
  await rounds(3);
  await clock.pass(999);
  assert.equal(client.ended, false);
  await clock.pass(251);
  assert.equal(await client.readAll(), "");
  await client.closed;
  await rounds(3);
  assert.equal(server.connections, 0);
  const { fields, message } = logger.entries[0] ?? {};
  assert.equal(message, "closing connection due to inactivity");
  assert.match(String(fields?.remote), /^127\.0\.0\.1:\d+$/);
});

test("PO6: bytes in either direction keep a connection", async (t) => {
  const { connect, clock } = await startLineServer(t, {
    ...options,
    handler: async (conn, shutdown) => {
      shutdown.onShutdown(() => conn.cancelRead());
      conn.write("hello\n");
      await conn.readFrame(new ray.LineCodec());
      conn.write("bye\n");
    },
  });
  const client = await connect();
  await client.readUntil("hello\n");
  for (let n = 0; n < 20; n += 1) {
    await clock.pass(500);
    client.send("x");
    await rounds(4);
  }
  assert.equal(client.received, "");
  await clock.pass(1_250);
  assert.equal(await client.readAll(), "bye\n");
});

test("PO6: a handler that is at work is told, not cut: it finishes with its answer", async (t) => {
  const work = gate();
  let told = false;
  const { connect, clock } = await startLineServer(t, {
    ...options,
    handler: async (conn, shutdown) => {
      shutdown.onShutdown(() => {
        told = true;
      });
      await work.promise;
      conn.write(`${shutdown.isShutdown}\n`);
    },
  });
  const client = await connect();
  await rounds(3);
  await clock.pass(1_250);
  assert.equal(told, true);
  await clock.pass(100_000);
  assert.equal(client.isClosed, false);
  work.open();
  assert.equal(await client.readAll(), "true\n");
});

test("a stop of the server reaches connections with an idle timeout like all others", async (t) => {
  const { connect, server, clock } = await startLineServer(t, options);
  const client = await connect();
  client.send("one\n");
  await client.readUntil("one\n");
  assert.deepEqual(await server.shutdown(), { finished: 1, forced: 0 });
  await client.closed;
  await rounds(3);
  assert.equal(clock.pending, 0, "no timer is left");
});

test("without the option nobody looks", async (t) => {
  const { connect, clock } = await startLineServer(t);
  const client = await connect();
  await rounds(3);
  await clock.pass(10_000_000);
  client.send("still here\n");
  assert.equal(await client.readUntil("\n"), "still here\n");
});
