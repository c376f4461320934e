/** The end of a Conn: the lingering close, the cut, and who is told. */

import assert from "node:assert/strict";
import { connPair } from "../support/conn-pair.ts";
import { rounds } from "../support/fake-clock.ts";
import { test } from "../support/grounds.ts";
import { ray } from "../support/stage.ts";

test("ND4: a client that sends 8 MiB before it reads still gets the early answer", async (t) => {
  const { conn, client } = await connPair(t, { reading: false });
  client.send("POST 8388608\n");
  const body = new Promise((sent) => client.socket.write(Buffer.alloc(8 * 1024 * 1024, "x"), sent));
  await conn.readFrame(new ray.LineCodec());
  conn.write("413 too large\n");
  const closed = conn.close();
  await body;
  client.resume();
  assert.equal(await client.readAll(), "413 too large\n");
  await closed;
  assert.equal(client.error, null, "no reset");
});

test("ND4: a peer that never closes is waited for as long as lingerMs, and no longer", async (t) => {
  const { conn, client, clock } = await connPair(t, { halfOpen: true, lingerMs: 2_000 });
  conn.write("bye\n");
  let gone = false;
  const closed = conn.close().then(() => {
    gone = true;
  });
  assert.equal(await client.readAll(), "bye\n");
  // The linger begins when our FIN is out; the client has seen it.
  await rounds();
  client.send("talking on");
  await clock.pass(1_999);
  assert.equal(gone, false);
  await clock.pass(1);
  await closed;
  assert.equal(conn.isClosed, true);
});

test("close resolves as soon as the peer has closed too, and leaves no timer behind", async (t) => {
  const { conn, client, clock } = await connPair(t);
  const closed = conn.close();
  assert.equal(await client.readAll(), "");
  await closed;
  await client.closed;
  await rounds();
  assert.equal(clock.pending, 0, "the reactor sleeps");
});

test("close may be called again, before and after the end, and resolves for everyone", async (t) => {
  const { conn } = await connPair(t);
  await Promise.all([conn.close(), conn.close()]);
  await conn.close();
  conn.destroy();
  await conn.close();
});

test("close sends what was written before, and nothing that comes after", async (t) => {
  const { conn, client } = await connPair(t, { reading: false });
  const much = Buffer.alloc(4 * 1024 * 1024, "x");
  conn.write(much);
  conn.write("the last word");
  const closed = conn.close();
  conn.write("too late");
  client.resume();
  const received = await client.readAll();
  await closed;
  assert.equal(received.length, much.length + "the last word".length);
  assert.ok(received.endsWith("xthe last word"));
});

test("close ends a waiting read with null, drops what was not read, and later reads are CLOSED", async (t) => {
  const { conn, client } = await connPair(t, { halfOpen: true });
  const lines = new ray.LineCodec();
  client.send("half a li");
  const waiting = conn.readFrame(lines);
  while (conn.buffered === 0) await rounds(1);
  const closed = conn.close();
  assert.equal(await waiting, null);
  assert.equal(conn.buffered, 0);
  const isClosed = { name: "ConnError", code: "CLOSED" };
  await assert.rejects(async () => conn.readFrame(lines), isClosed);
  client.send("ne\n");
  client.end();
  await closed;
  await assert.rejects(async () => conn.flush(), isClosed);
});

test("a peer that takes nothing cannot hold a closing connection: the write deadline ends it", async (t) => {
  const { conn, clock } = await connPair(t, { reading: false, writeTimeoutMs: 30_000 });
  conn.write(Buffer.alloc(16 * 1024 * 1024));
  const closed = conn.close();
  await clock.pass(29_999);
  assert.equal(conn.isClosed, false);
  await clock.pass(1);
  await closed;
});

test("destroy cuts the connection: the waiting read is CLOSED, the peer sees the end", async (t) => {
  const { conn, client } = await connPair(t);
  const waiting = conn.readFrame(new ray.LineCodec());
  const rejected = assert.rejects(async () => waiting, { code: "CLOSED" });
  conn.write("never sent");
  conn.destroy();
  conn.destroy();
  await rejected;
  await client.closed;
  assert.equal(client.received, "");
  await conn.close();
  await assert.rejects(async () => conn.readFrame(new ray.LineCodec()), { code: "CLOSED" });
});

test("destroy ends a close that lingers", async (t) => {
  const { conn, client } = await connPair(t, { halfOpen: true });
  const closed = conn.close();
  await client.readAll();
  conn.destroy();
  await closed;
});

test("onClose tells each listener once, also one that comes late, but not one that was taken back", async (t) => {
  const { conn, client } = await connPair(t);
  const calls: string[] = [];
  conn.onClose(() => calls.push("listener"));
  conn.onClose(() => calls.push("taken back"))();
  conn.readDeadline.set(1_000);
  const waiting = conn.readFrame(new ray.LineCodec());
  client.reset();
  await assert.rejects(async () => waiting, { code: "RESET" });
  await conn.close();
  assert.deepEqual(calls, ["listener"]);
  conn.onClose(() => calls.push("late"));
  assert.deepEqual(calls, ["listener", "late"]);
});

test("a peer that resets while the close lingers ends it", async (t) => {
  const { conn, client } = await connPair(t, { halfOpen: true });
  const closed = conn.close();
  await client.readAll();
  client.reset();
  await closed;
});

test("a connection knows both of its addresses", async (t) => {
  const { conn, client } = await connPair(t);
  const { localPort, remotePort } = client.socket;
  assert.deepEqual(conn.localAddress, { host: "127.0.0.1", port: remotePort });
  assert.deepEqual(conn.remoteAddress, { host: "127.0.0.1", port: localPort });
});

test("destroy resets: a peer can tell an answer that was cut off from one that ended", async (t) => {
  const { conn, client } = await connPair(t);
  conn.write("half of an ans");
  await conn.flush();
  assert.equal(await client.readUntil("ans"), "half of an ans");
  conn.destroy();
  await client.closed;
  assert.equal(client.error?.code, "ECONNRESET");
});
