/** How TcpServer stops: it refuses at once, lets handlers finish, and cuts those off that do not (MR6–MR11). */

import assert from "node:assert/strict";
import type { Conn, Listener } from "../../day5/src/net.ts";
import { rounds } from "../support/fake-clock.ts";
import { gate } from "../support/gate.ts";
import { test } from "../support/grounds.ts";
import { echoLines, startLineServer } from "../support/line-server.ts";
import { RawClient } from "../support/raw-client.ts";
import { ray } from "../support/stage.ts";

test("I4: without connections run resolves right after the signal, with every permit back (MR11)", async (t) => {
  const { server, running } = await startLineServer(t, { maxConnections: 3 });
  await rounds();
  assert.deepEqual(await server.shutdown(), { finished: 0, forced: 0 });
  await running;
  assert.equal(server.availablePermits, 3);
});

test("a server may be told to shut down before it runs", async (t) => {
  const listener = await ray.TcpListener.bind("127.0.0.1:0");
  t.after(() => listener.close());
  const server = new ray.TcpServer(listener, echoLines);
  await server.shutdown();
  await server.run();
});

test("I4: shutdown closes the listener first: late clients are refused while others still finish (MR6)", async (t) => {
  const entered = gate();
  const leave = gate();
  const { server, listener, connect, running } = await startLineServer(t, {
    handler: async (conn) => {
      entered.open();
      await leave.promise;
      conn.write("finished in peace\n");
    },
  });
  const client = await connect();
  await entered.promise;
  const draining = server.shutdown();
  await rounds();
  await assert.rejects(RawClient.connect(listener.address), { code: "ECONNREFUSED" });
  leave.open();
  assert.equal(await client.readAll(), "finished in peace\n");
  assert.deepEqual(await draining, { finished: 1, forced: 0 });
  await running;
});

test("I4: an idle read is cancelled at once, a frame that came in part is dropped (MR7)", async (t) => {
  const { server, connect, running } = await startLineServer(t);
  const [idle, partial] = [await connect(), await connect()];
  idle.send("hello\n");
  await idle.readUntil("\n");
  partial.send("hello\nhalf a li");
  await partial.readUntil("\n");
  assert.deepEqual(await server.shutdown(), { finished: 2, forced: 0 });
  assert.deepEqual([await idle.readAll(), await partial.readAll()], ["", ""]);
  await running;
});

test("I4: the frame in work is finished with its answer; of those behind it none is begun (MR7, MR8)", async (t) => {
  const working = gate();
  const done = gate();
  const { server, connect } = await startLineServer(t, {
    handler: async (conn, shutdown) => {
      const lines = new ray.LineCodec();
      while (!shutdown.isShutdown) {
        const line = await conn.readFrame(lines);
        if (line === null) return;
        working.open();
        await done.promise;
        conn.writeFrame(line, lines);
      }
    },
  });
  const client = await connect();
  client.send("one\ntwo\nthree\n");
  await working.promise;
  const draining = server.shutdown();
  await rounds();
  done.open();
  assert.equal(await client.readAll(), "one\n");
  assert.deepEqual(await draining, { finished: 1, forced: 0 });
});

test("MR9: the handler's shutdown is the one receiver for the whole connection", async (t) => {
  const answers: boolean[] = [];
  const { server, connect } = await startLineServer(t, {
    handler: async (conn, shutdown) => {
      answers.push(shutdown.isShutdown);
      conn.write("up\n");
      await shutdown.recv();
      await shutdown.recv();
      answers.push(shutdown.isShutdown);
    },
  });
  const client = await connect();
  await client.readUntil("up\n");
  await server.shutdown();
  assert.deepEqual(answers, [false, true]);
});

test("I4: the deadline cuts off whoever is late, and counts them apart (MR10)", async (t) => {
  const late: Conn[] = [];
  const bothStuck = gate();
  const { server, clock, connect, running } = await startLineServer(t, {
    maxConnections: 3,
    handler: async (conn, shutdown) => {
      const line = await conn.readFrame(new ray.LineCodec());
      if (String(line) === "polite") return shutdown.recv();
      late.push(conn);
      if (late.length === 2) bothStuck.open();
      await new Promise<void>((resolve) => conn.onClose(resolve));
    },
  });
  const clients = [await connect(), await connect(), await connect()] as const;
  for (const [index, word] of ["polite\n", "stuck\n", "stuck\n"].entries()) clients[index]?.send(word);
  await bothStuck.promise;
  const draining = server.shutdown({ deadlineMs: 5_000 });
  await clients[0].readAll();
  await clock.pass(4_999);
  assert.deepEqual([server.connections, clients[1].isClosed], [2, false]);
  await clock.pass(1);
  assert.deepEqual(await draining, { finished: 1, forced: 2 });
  await Promise.all([running, clients[1].closed, clients[2].closed]);
  await rounds();
  assert.deepEqual([server.connections, server.availablePermits], [0, 3]);
  assert.equal(clock.pending, 0, "nothing is left");
});

test("I4: a handler that hears nothing at all cannot keep run from resolving (MR10)", async (t) => {
  const entered = gate();
  const { server, clock, connect, running } = await startLineServer(t, {
    handler: () => {
      entered.open();
      return new Promise(() => {});
    },
  });
  const client = await connect();
  await entered.promise;
  const draining = server.shutdown();
  await clock.pass(10_000);
  assert.deepEqual(await draining, { finished: 0, forced: 1 }, "10 s unless told");
  await running;
  await client.closed;
});

test("a second shutdown gives the result of the first, whatever its deadline", async (t) => {
  const { server, connect } = await startLineServer(t);
  const client = await connect();
  client.send("hello\n");
  await client.readUntil("\n");
  const first = server.shutdown({ deadlineMs: 5_000 });
  assert.equal(server.shutdown({ deadlineMs: 0 }), first);
  assert.deepEqual(await first, { finished: 1, forced: 0 });
});

test("a client that waits for a permit when the shutdown comes gets a handler, which has heard of it", async (t) => {
  const heard: boolean[] = [];
  const { server, connect, running } = await startLineServer(t, {
    maxConnections: 1,
    handler: (conn, shutdown) => {
      heard.push(shutdown.isShutdown);
      return echoLines(conn, shutdown);
    },
  });
  const served = await connect();
  served.send("hello\n");
  await served.readUntil("\n");
  const waiting = await connect();
  await rounds(3);
  assert.deepEqual(await server.shutdown(), { finished: 2, forced: 0 });
  assert.equal(await waiting.readAll(), "");
  await running;
  assert.deepEqual(heard, [false, true]);
});

test("a connection that comes while the listener is closing is counted and drained like the others", async (t) => {
  const stuck = gate();
  const { server, clock, listener } = await startLineServer(t, {
    wrap: (inner): Listener => ({
      address: inner.address,
      accept: () => inner.accept(),
      close: async () => {
        await stuck.promise;
        await inner.close();
      },
    }),
    handler: () => {
      stuck.open();
      return new Promise(() => {});
    },
  });
  const draining = server.shutdown();
  await RawClient.connect(listener.address, { t });
  await stuck.promise;
  await clock.pass(10_000);
  assert.deepEqual(await draining, { finished: 0, forced: 1 });
});
