/** A Conn as a handler sees it: it asks for frames, and gets each one whole, or is told why there is none. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextRound } from "node:timers/promises";
import type { Conn } from "../../day5/src/net.ts";
import { visible } from "../support/bytes.ts";
import { connOnSocket as pair } from "../support/conn-on-socket.ts";
import { ray } from "../support/stage.ts";
import { within } from "../support/within.ts";

const read = async (conn: Conn, lines = new ray.LineCodec()) => {
  const line = await within(Promise.resolve(conn.readFrame(lines)), "a line");
  return line === null ? null : line.toString("latin1");
};

test("I2: a frame that lies in the buffer is handed over without a promise", async (t) => {
  const { conn, client } = await pair(t);
  const lines = new ray.LineCodec();
  client.send("one\ntwo\nthr");
  assert.equal(await read(conn, lines), "one");
  assert.equal(String(conn.readFrame(lines)), "two");
  const third = conn.readFrame(lines);
  assert.ok(third instanceof Promise, "the third one is not whole");
  client.send("ee\n");
  assert.equal(String(await third), "three");
});

test("I2: the same frames come out wherever the bytes are cut", async (t) => {
  const { conn, client } = await pair(t);
  const lines = new ray.LineCodec();
  const text = "one\r\ntwo\n";
  for (let at = 1; at < text.length; at += 1) {
    const sent = client.sendSplit(text, at);
    const frames = [await read(conn, lines), await read(conn, lines)];
    assert.deepEqual(frames, ["one", "two"], `cut behind ${visible(text.slice(0, at))}`);
    await sent;
  }
});

test("I2: an end between two frames is null, an end inside a frame is UNEXPECTED_END", async (t) => {
  const clean = await pair(t);
  clean.client.send("one\n");
  clean.client.end();
  assert.deepEqual(
    [await read(clean.conn), await read(clean.conn), await read(clean.conn)],
    ["one", null, null],
  );
  const cut = await pair(t);
  cut.client.send("one\ntw");
  cut.client.end();
  assert.equal(await read(cut.conn), "one");
  await assert.rejects(read(cut.conn), { code: "UNEXPECTED_END", message: /2 bytes into a frame/ });
});

test("a client that has ended its side still gets the answer", async (t) => {
  const { conn, client } = await pair(t);
  client.send("a question\n");
  client.end();
  assert.equal(await read(conn), "a question");
  assert.equal(await read(conn), null);
  conn.writeFrame(Buffer.from("an answer"), new ray.LineCodec());
  conn.close();
  assert.equal(await client.readAll(), "an answer\n");
});

test("a reset is RESET for the read that waits", async (t) => {
  const { conn, client } = await pair(t);
  const waiting = read(conn);
  client.reset();
  await assert.rejects(waiting, { code: "RESET" });
});

test("what a decoder throws comes out of readFrame, at once or later", async (t) => {
  const { conn, client } = await pair(t);
  const later = read(conn, new ray.LineCodec(3));
  client.send("much too long");
  await assert.rejects(later, { code: "LINE_TOO_LONG" });
  assert.throws(() => conn.readFrame(new ray.LineCodec(3)), { code: "LINE_TOO_LONG" });
});

test("cancelRead ends the waiting read with null, and keeps the bytes for the next one", async (t) => {
  const { conn, client } = await pair(t);
  const lines = new ray.LineCodec();
  client.send("whole\nhal");
  assert.equal(await read(conn, lines), "whole");
  const waiting = read(conn, lines);
  conn.cancelRead();
  assert.equal(await waiting, null);
  client.send("f\n");
  assert.equal(await read(conn, lines), "half");
});

test("while nobody reads, a client that sends and sends fills its own memory and not ours", async (t) => {
  const { conn, client, socket } = await pair(t);
  client.send(`one\n${"x".repeat(16 * 1024 * 1024)}`);
  assert.equal(await read(conn), "one");
  // Both ends live in this process: when nothing has moved for so many rounds, nothing will.
  for (let still = 0, before = -1; still < 50; before = socket.bytesRead) {
    await nextRound();
    still = socket.bytesRead === before ? still + 1 : 0;
  }
  assert.ok(
    socket.bytesRead < 1024 * 1024,
    `${socket.bytesRead} bytes were read for a handler that asked for 4`,
  );
});
