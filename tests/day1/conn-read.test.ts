/** Reading from a Conn: pulled frame by frame, without a promise where none is needed; its ends and deadlines. */

import assert from "node:assert/strict";
import type { Decoder } from "../../day5/src/net.ts";
import { connPair } from "../support/conn-pair.ts";
import { rounds } from "../support/fake-clock.ts";
import { test } from "../support/grounds.ts";
import { ray } from "../support/stage.ts";

const text = (frame: Buffer | null) => frame?.toString("latin1") ?? null;

test("frames that lie in the buffer are handed over without a promise", async (t) => {
  const { conn, client } = await connPair(t);
  const lines = new ray.LineCodec();
  client.send("one\ntwo\nthree\nfo");
  assert.equal(text(await conn.readFrame(lines)), "one");
  for (const expected of ["two", "three"]) {
    const frame = conn.readFrame(lines);
    assert.ok(Buffer.isBuffer(frame), "no promise");
    assert.equal(text(frame), expected);
  }
  assert.equal(conn.buffered, 2);
  const waiting = conn.readFrame(lines);
  assert.ok(waiting instanceof Promise);
  client.send("ur\n");
  assert.equal(text(await waiting), "four");
});

test("I2: the same frames come out wherever the bytes are cut", async (t) => {
  const bytes = "one\r\n\r\ntwo\n";
  const { conn, client } = await connPair(t);
  const lines = new ray.LineCodec();
  for (let at = 0; at <= bytes.length; at += 1) {
    const sending = client.sendSplit(bytes, at);
    const frames = [await conn.readFrame(lines), await conn.readFrame(lines), await conn.readFrame(lines)];
    assert.deepEqual(frames.map(text), ["one", "", "two"], `cut at ${at}`);
    await sending;
  }
});

test("a clean end is null, every time", async (t) => {
  const { conn, client } = await connPair(t);
  const lines = new ray.LineCodec();
  client.send("last\n");
  client.end();
  assert.equal(text(await conn.readFrame(lines)), "last");
  assert.equal(await conn.readFrame(lines), null);
  assert.equal(await conn.readFrame(lines), null);
});

test("ND3: a client that ends its side after the question still gets the answer", async (t) => {
  const { conn, client } = await connPair(t);
  const lines = new ray.LineCodec();
  client.send("question\n");
  client.end();
  assert.equal(text(await conn.readFrame(lines)), "question");
  assert.equal(await conn.readFrame(lines), null);
  await rounds(3);
  assert.equal(conn.isClosed, false);
  conn.write("answer\n");
  const closed = conn.close();
  assert.equal(await client.readAll(), "answer\n");
  await closed;
});

test("I2: an end inside a frame is UNEXPECTED_END, after the whole frames before it", async (t) => {
  const { conn, client } = await connPair(t);
  const lines = new ray.LineCodec();
  client.send("whole\nhalf");
  client.end();
  assert.equal(text(await conn.readFrame(lines)), "whole");
  const unexpected = { name: "ConnError", code: "UNEXPECTED_END", message: /4 bytes into a frame/ };
  await assert.rejects(async () => conn.readFrame(lines), unexpected);
  conn.write("still writable\n");
  await client.readUntil("still writable\n");
});

test("a reset is RESET for the read that waits, for the next one and for flush", async (t) => {
  const { conn, client } = await connPair(t);
  const lines = new ray.LineCodec();
  const waiting = conn.readFrame(lines);
  client.reset();
  const reset = { name: "ConnError", code: "RESET" };
  await assert.rejects(async () => waiting, reset);
  await assert.rejects(async () => conn.readFrame(lines), reset);
  await assert.rejects(async () => conn.flush(), reset);
  await conn.close();
  assert.equal(conn.isClosed, true);
});

test("cancelRead ends the waiting read with null and keeps the bytes for the next", async (t) => {
  const { conn, client } = await connPair(t);
  const lines = new ray.LineCodec();
  conn.cancelRead();
  client.send("first\nsec");
  await conn.readFrame(lines);
  const waiting = conn.readFrame(lines);
  conn.cancelRead();
  assert.equal(await waiting, null);
  assert.equal(conn.buffered, 3);
  client.send("ond\n");
  assert.equal(text(await conn.readFrame(lines)), "second");
});

test("a second reader is an error, and the first goes on", async (t) => {
  const { conn, client } = await connPair(t);
  const lines = new ray.LineCodec();
  const waiting = conn.readFrame(lines);
  await assert.rejects(async () => conn.readFrame(lines), /one reader/);
  client.send("for the first\n");
  assert.equal(text(await waiting), "for the first");
});

test("what a decoder throws comes out of readFrame, at once or later, and the connection lives on", async (t) => {
  const { conn, client } = await connPair(t);
  const lines = new ray.LineCodec(5);
  const picky: Decoder<Buffer> = {
    decode(input) {
      const line = lines.decode(input);
      if (line?.toString() === "bad") throw new Error("bad line");
      return line;
    },
  };
  const waiting = conn.readFrame(picky);
  client.send("bad\nbad\ngood\n");
  await assert.rejects(async () => waiting, /bad line/);
  await assert.rejects(async () => conn.readFrame(picky), /bad line/);
  assert.equal(text(await conn.readFrame(picky)), "good");
});

test("the read deadline is total: single bytes do not postpone it", async (t) => {
  const { conn, client, clock } = await connPair(t);
  const lines = new ray.LineCodec();
  conn.readDeadline.set(100);
  const waiting = conn.readFrame(lines);
  const late = assert.rejects(async () => waiting, { name: "ConnError", code: "READ_TIMEOUT" });
  for (let n = 1; n <= 9; n += 1) {
    client.send("x");
    while (conn.buffered < n) await rounds(1);
    await clock.pass(11);
  }
  assert.equal(conn.buffered, 9);
  assert.equal(conn.readDeadline.isPast, false);
  await clock.pass(1);
  await late;
  assert.equal(conn.readDeadline.isPast, true);
  conn.write("you are late\n");
  await client.readUntil("you are late\n");
});

test("past its deadline a read is refused unless its frame has come; clear lifts it", async (t) => {
  const { conn, client, clock } = await connPair(t);
  const lines = new ray.LineCodec();
  client.send("one\ntwo\n");
  assert.equal(text(await conn.readFrame(lines)), "one");
  conn.readDeadline.set(10);
  await clock.pass(10);
  assert.equal(text(await conn.readFrame(lines)), "two");
  await assert.rejects(async () => conn.readFrame(lines), { code: "READ_TIMEOUT" });
  conn.readDeadline.clear();
  const waiting = conn.readFrame(lines);
  client.send("three\n");
  assert.equal(text(await waiting), "three");
});

test("a deadline that moves away or closer expires at its last setting, and never when cleared", async (t) => {
  const { conn, clock } = await connPair(t);
  const lines = new ray.LineCodec();
  let expired = false;
  const read = () => {
    expired = false;
    const waiting = conn.readFrame(lines) as Promise<unknown>;
    return waiting.catch(() => {
      expired = true;
    });
  };
  const away = read();
  conn.readDeadline.set(50);
  await clock.pass(30);
  conn.readDeadline.set(50);
  await clock.pass(49);
  assert.equal(expired, false);
  await clock.pass(1);
  await away;
  assert.equal(expired, true);
  conn.readDeadline.set(1_000);
  const closer = read();
  conn.readDeadline.set(20);
  await clock.pass(20);
  await closer;
  assert.equal(expired, true);
  conn.readDeadline.set(20);
  const cleared = read();
  conn.readDeadline.clear();
  await clock.pass(1_000_000);
  assert.equal(expired, false);
  conn.cancelRead();
  await cleared;
});

/** A Waker that counts, and shows what it was told at each call. */
function countingWaker(ask: () => unknown) {
  const answers: unknown[] = [];
  return { answers, wake: () => void answers.push(ask()) };
}

test("pollFrame waits without a promise: its waker is called once for each PENDING, and asks again", async (t) => {
  const { conn, client } = await connPair(t);
  const lines = new ray.LineCodec();
  const poll = () => {
    const frame = conn.pollFrame(lines, waker);
    return frame === ray.PENDING ? "pending" : text(frame);
  };
  const waker = countingWaker(poll);
  assert.equal(poll(), "pending");
  assert.throws(() => conn.pollFrame(lines, waker), /one reader/);
  client.send("on");
  while (waker.answers.length < 1) await rounds();
  client.send("e\ntwo\n");
  while (waker.answers.length < 2) await rounds();
  assert.deepEqual(waker.answers, ["pending", "one"]);
  assert.equal(poll(), "two", "what is there costs no wake");
  assert.equal(poll(), "pending");
  conn.cancelRead();
  assert.deepEqual(waker.answers, ["pending", "one", null], "a wait that is taken back ends with null");
  conn.cancelRead();
  assert.equal(poll(), "pending", "and the next one waits again");
  client.end();
  while (waker.answers.length < 4) await rounds();
  assert.equal(waker.answers[3], null, "the peer's end");
});

test("pollFrame throws what readFrame rejects with", async (t) => {
  const { conn, clock } = await connPair(t);
  const lines = new ray.LineCodec();
  const codes: unknown[] = [];
  const waker = {
    wake: () => {
      assert.throws(
        () => conn.pollFrame(lines, waker),
        (error: { code: string }) => codes.push(error.code) > 0,
      );
    },
  };
  conn.readDeadline.set(100);
  assert.equal(conn.pollFrame(lines, waker), ray.PENDING);
  await clock.pass(100);
  conn.readDeadline.clear();
  assert.equal(conn.pollFrame(lines, waker), ray.PENDING);
  conn.destroy();
  assert.deepEqual(codes, ["READ_TIMEOUT", "CLOSED"]);
});
