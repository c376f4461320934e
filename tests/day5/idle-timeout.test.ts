/** The idle timeout of a server: who is idle, what its handler hears, and what it costs nobody else (PO6). */

import assert from "node:assert/strict";
import type { ConnHandler, Reactor } from "../../day5/src/net.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { test } from "../support/grounds.ts";
import { readAnswer, request } from "../support/http-client.ts";
import { deliver, quiet } from "../support/http-deadlines.ts";
import { startHttp1Server } from "../support/http-server.ts";
import { startLineServer } from "../support/line-server.ts";
import { LogBook } from "../support/log-book.ts";
import { ray } from "../support/stage.ts";

const around = (handler: ConnHandler, reactor: Reactor) => ray.withIdleTimeout(handler, 1_000, { reactor });

test("PO6: a connection without a byte is closed, between its time and a quarter more (seed 004.30)", async (t) => {
  const logger = new LogBook();
  const { connect, clock, server } = await startLineServer(t, {
    around: (handler, reactor) => ray.withIdleTimeout(handler, 1_000, { reactor, logger }),
  });
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
    around,
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

test("PO6: a handler that is at work is told, not cut: it finishes with its answer (seed 004.29)", async (t) => {
  const work = gate();
  let told = false;
  const { connect, clock } = await startLineServer(t, {
    around,
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
  const { connect, server, clock } = await startLineServer(t, { around });
  const client = await connect();
  client.send("one\n");
  await client.readUntil("one\n");
  assert.deepEqual(await server.shutdown(), { finished: 1, forced: 0 });
  await client.closed;
  await rounds(3);
  assert.equal(clock.pending, 0, "no timer is left");
});

test("a handler that fails is no longer looked after, and its error goes on to the server", async (t) => {
  const logger = new LogBook();
  const boom = new Error("boom");
  const { connect, clock } = await startLineServer(t, {
    around: (handler, reactor) => ray.withIdleTimeout(handler, 1_000, { reactor, logger }),
    logger,
    handler: () => Promise.reject(boom),
  });
  const client = await connect();
  await client.closed;
  await rounds(3);
  await clock.pass(10_000);
  assert.deepEqual(
    logger.entries.map(({ message, fields }) => [message, fields.err]),
    [["connection failed", boom]],
  );
});

test("a time without an end is no time: the handler stays the one it was", () => {
  const handler = () => {};
  assert.equal(ray.withIdleTimeout(handler, Number.POSITIVE_INFINITY), handler);
});

test("a listener of the idle connection that throws is told, and the connection still ends", async (t) => {
  const told: unknown[] = [];
  const boom = new Error("boom");
  const { connect, clock } = await startLineServer(t, {
    around: (handler, reactor) => {
      reactor.onError = (error) => told.push(error);
      return ray.withIdleTimeout(handler, 400, { reactor });
    },
    handler: async (conn, shutdown) => {
      shutdown.onShutdown(() => {
        throw boom;
      });
      shutdown.onShutdown(() => conn.destroy());
      await new Promise<void>((resolve) => void conn.onClose(resolve));
    },
  });
  const client = await connect();
  await rounds(3);
  await clock.pass(500);
  await client.closed;
  assert.deepEqual(
    told.map((error) => (error as AggregateError).errors),
    [[boom]],
  );
});

test("PO6: a handler slower than the idle timeout is answered, and its connection closes after that", async (t) => {
  const work = gate();
  const server = await startHttp1Server(
    t,
    async (c) => {
      await work.promise;
      return c.string("slow, but here");
    },
    { idleTimeoutMs: 1_000 },
  );
  const client = await server.connect();
  await deliver(client, request("GET /"));
  await server.clock.pass(5_000);
  await quiet(client);
  work.open();
  const answer = await readAnswer(client);
  assert.equal(answer.text, "slow, but here");
  assert.equal(answer.field("connection"), "close");
  assert.equal(await client.readAll(), "");
});

test("an idleTimeoutMs that is no time is refused by listen", async () => {
  await assert.rejects(
    ray.listen("127.0.0.1:0", () => "", { idleTimeoutMs: "1s" as never }),
    {
      message: 'idleTimeoutMs must be a number of milliseconds of at least 1, or Infinity: never, not "1s"',
    },
  );
});
