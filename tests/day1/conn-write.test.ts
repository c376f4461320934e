/** Writing to a Conn: what one round writes leaves together, and a peer that does not read is waited for. */

import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { Writable } from "node:stream";
import { assertBytes } from "../support/bytes.ts";
import { connPair } from "../support/conn-pair.ts";
import { rounds } from "../support/fake-clock.ts";
import { test } from "../support/grounds.ts";
import { load, ray } from "../support/stage.ts";

/** More than the system's buffers of a connection hold. */
const much = Buffer.alloc(16 * 1024 * 1024, "x");

test("everything that one round writes leaves in one piece and in order, texts and bytes alike", async (t) => {
  const { conn, client } = await connPair(t);
  const chunks: Buffer[] = [];
  client.socket.on("data", (chunk) => chunks.push(chunk));
  conn.write("a text, ");
  conn.write("another, ");
  conn.write(Buffer.from("bytes, "));
  conn.writeFrame(Buffer.from("a frame"), new ray.LineCodec());
  conn.write("latin1: \xe9\xff\x00.");
  await client.readUntil(".");
  assertBytes(
    Buffer.concat(chunks),
    "a text, another, bytes, a frame\nlatin1: \xe9\xff\x00.",
    "order of writes",
  );
  assert.equal(chunks.length, 1);
});

test("texts alone leave as one piece too, and nothing written is nothing sent", async (t) => {
  const { conn, client } = await connPair(t);
  const chunks: Buffer[] = [];
  client.socket.on("data", (chunk) => chunks.push(chunk));
  conn.write("");
  await rounds(3);
  for (const word of ["one ", "tw\xf6 ", "three."]) conn.write(word);
  await client.readUntil(".");
  assert.deepEqual(
    chunks.map((chunk) => chunk.toString("latin1")),
    ["one tw\xf6 three."],
  );
});

test("writes do not wait for the end of the round once they fill a batch", async (t) => {
  const { conn } = await connPair(t, { reading: false, writeBatchBytes: 1024 });
  conn.write(much.subarray(0, 1023));
  assert.equal(conn.isBacklogged, false, "still ours");
  conn.write(much);
  assert.equal(conn.isBacklogged, true, "handed to the socket on the spot");
});

test("flush hands over at once, and promises nothing while the peer takes what comes", async (t) => {
  const { conn, client } = await connPair(t);
  assert.equal(conn.flush(), undefined);
  conn.write("now");
  assert.equal(conn.flush(), undefined);
  assert.equal(await client.readUntil("now"), "now");
});

test("a peer that does not read: the connection is backlogged and flush waits until it does", async (t) => {
  const { conn, client } = await connPair(t, { reading: false });
  conn.write(much);
  let flushed = 0;
  const flushes = [conn.flush(), conn.flush()].map((flush) =>
    flush?.then(() => {
      flushed += 1;
    }),
  );
  await rounds(10);
  assert.equal(conn.isBacklogged, true);
  assert.equal(flushed, 0);
  client.resume();
  await Promise.all(flushes);
  assert.equal(flushed, 2);
  assert.equal(conn.isBacklogged, false);
  const closed = conn.close();
  assert.equal((await client.readAll()).length, much.length);
  await closed;
});

test("a peer that takes nothing for the length of the write deadline is cut off", async (t) => {
  const { conn, clock } = await connPair(t, { reading: false, writeTimeoutMs: 30_000 });
  conn.write(much);
  const timeout = { name: "ConnError", code: "WRITE_TIMEOUT" };
  const flushing = assert.rejects(async () => conn.flush(), timeout);
  const reading = assert.rejects(async () => conn.readFrame(new ray.LineCodec()), timeout);
  await clock.pass(29_999);
  assert.equal(conn.isClosed, false);
  await clock.pass(1);
  await Promise.all([flushing, reading]);
  await assert.rejects(async () => conn.flush(), timeout);
  await conn.close();
  await assert.rejects(async () => conn.readFrame(new ray.LineCodec()), timeout, "the next read says why");
});

test("writing on and on does not postpone the write deadline", async (t) => {
  const { conn, clock } = await connPair(t, { reading: false, writeTimeoutMs: 30_000 });
  conn.write(much);
  const flushing = assert.rejects(async () => conn.flush(), { code: "WRITE_TIMEOUT" });
  for (let second = 0; second < 29; second += 1) {
    await clock.pass(1_000);
    conn.write("one more event\n");
  }
  assert.equal(conn.isClosed, false);
  await clock.pass(1_000);
  await flushing;
});

test("a peer that takes it all in time lifts the write deadline, and the next one counts anew", async (t) => {
  const { conn, client, clock } = await connPair(t, { reading: false, writeTimeoutMs: 30_000 });
  conn.write(much);
  let flushing = conn.flush();
  await clock.pass(20_000);
  client.resume();
  await flushing;
  client.pause();
  conn.write(much);
  flushing = conn.flush();
  await clock.pass(20_000);
  assert.equal(conn.isClosed, false);
  client.resume();
  await flushing;
  await clock.pass(100_000);
  assert.equal(conn.isClosed, false);
});

test("the peer stops taking: what a reset leaves unsent fails flush and frees its memory", async (t) => {
  const { conn, client } = await connPair(t, { reading: false });
  conn.write(much);
  const flushing = assert.rejects(async () => conn.flush(), { code: "RESET" });
  client.reset();
  await flushing;
  conn.write("into the void");
  await assert.rejects(async () => conn.flush(), { code: "RESET" });
});

test("while nobody reads frames, a peer that sends fills only the read-ahead", async (t) => {
  const readAheadBytes = 64 * 1024;
  const { conn, client } = await connPair(t, { readAheadBytes });
  const lines = new ray.LineCodec();
  const count = 40_000;
  const line = `${"x".repeat(99)}\n`;
  client.send(line.repeat(count));
  assert.equal((await conn.readFrame(lines))?.length, 99);
  while (conn.buffered < readAheadBytes) await rounds(1);
  await rounds(20);
  // It stops with the chunk that passes the limit; Node's chunks are 64 KiB at most.
  assert.ok(conn.buffered <= 2 * readAheadBytes, `${conn.buffered} bytes are buffered`);
  for (let n = 1; n < count; n += 1) assert.equal((await conn.readFrame(lines))?.length, 99);
  assert.equal(conn.buffered, 0);
});

type BufferModule = typeof import("../../day5/src/net/write-buffer.ts");

test("the write buffer needs one call of the system for many pieces, and asks to wait when it is too much", async () => {
  const { WriteBuffer } = await load<BufferModule>("net/write-buffer.ts");
  const calls: string[] = [];
  const join = (pieces: { chunk: Buffer }[]) =>
    Buffer.concat(pieces.map(({ chunk }) => chunk)).toString("latin1");
  const two = "two ".repeat(500);
  const socket = new Writable({
    highWaterMark: 5_000,
    write: (chunk) => calls.push(`write ${chunk.toString("latin1")}`),
    writev: (pieces) => calls.push(`writev ${join(pieces)}`),
  }) as Socket;
  const buffer = new WriteBuffer(64 * 1024);
  buffer.push("one \xe9 ");
  buffer.push(Buffer.from(two));
  buffer.push("three");
  assert.equal(buffer.length, 2_011);
  assert.equal(buffer.writeTo(socket), true);
  assert.deepEqual([buffer.length, calls.splice(0)], [0, [`writev one \xe9 ${two}three`]]);
  buffer.push(Buffer.alloc(5_000));
  assert.equal(buffer.writeTo(socket), false);
});
