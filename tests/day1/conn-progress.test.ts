/** Large writes to slow peers: whoever takes a slice in time may take as long as it likes for the whole. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { TestContext } from "node:test";
import fc from "fast-check";
import { connPair } from "../support/conn-pair.ts";
import { test } from "../support/grounds.ts";
import { load, ray } from "../support/stage.ts";

type BufferModule = typeof import("../../day5/src/net/write-buffer.ts");

const MiB = 1024 * 1024;
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Bytes that differ from place to place, so that a slice sent twice or out of order shows. */
function pattern(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(Math.imul(at, 2_654_435_761) >>> 0, at);
  return bytes;
}

/** The client takes 8 MiB, more than the kernel holds back, every 900 ms of a deadline of 1 s. */
async function readSlowly({ client, clock }: Awaited<ReturnType<typeof connPair>>, rounds: number) {
  const pieces: string[] = [];
  for (let n = 0; n < rounds; n += 1) {
    await clock.pass(900);
    client.resume();
    pieces.push(await client.read(8 * MiB));
    client.pause();
  }
  return Buffer.from(pieces.join(""), "latin1");
}

const slow = (t: TestContext) => connPair(t, { reading: false, writeTimeoutMs: 1_000 });

test("one huge write to a slow but steady reader is sent whole, in many times its deadline", async (t) => {
  const pair = await slow(t);
  const all = pattern(48 * MiB);
  pair.conn.write(all);
  const flushed = pair.conn.flush();
  assert.equal(digest(await readSlowly(pair, 5)), digest(all.subarray(0, 40 * MiB)));
  pair.client.resume();
  assert.equal(
    digest(Buffer.from(await pair.client.read(8 * MiB), "latin1")),
    digest(all.subarray(40 * MiB)),
  );
  await flushed;
});

test("so is one huge text, and the close behind it waits until it is out", async (t) => {
  const pair = await slow(t);
  const all = pattern(40 * MiB);
  pair.conn.write(all.toString("latin1"));
  const closed = pair.conn.close();
  assert.equal(digest(await readSlowly(pair, 4)), digest(all.subarray(0, 32 * MiB)));
  pair.client.resume();
  const rest = Buffer.from(await pair.client.readAll(), "latin1");
  assert.equal(digest(rest), digest(all.subarray(32 * MiB)));
  await closed;
  assert.equal(pair.client.error, null);
});

test("a steady reader that stops is cut off one deadline later, also while the connection closes", async (t) => {
  const pair = await slow(t);
  pair.conn.write(pattern(48 * MiB));
  const closed = pair.conn.close();
  await readSlowly(pair, 3);
  await pair.clock.pass(1_000);
  await closed;
  pair.client.resume();
  await pair.client.closed;
  assert.ok(pair.client.received.length < 24 * MiB);
});

test("the write buffer hands over slice by slice, every byte once and in order", async () => {
  const { WriteBuffer } = await load<BufferModule>("net/write-buffer.ts");
  const data = fc.array(fc.oneof(fc.string({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 })));
  fc.assert(
    fc.property(data, fc.integer({ min: 1, max: 32 }), (writes, sliceBytes) => {
      const buffer = new WriteBuffer(sliceBytes);
      const expected: Buffer[] = [];
      for (const write of writes) {
        const given = typeof write === "string" ? latin1(write) : write;
        expected.push(typeof given === "string" ? Buffer.from(given, "latin1") : Buffer.from(given));
        buffer.push(given);
      }
      const sent: Buffer[] = [];
      const socket = {
        writableNeedDrain: false,
        cork() {},
        uncork() {},
        write: (chunk: Uint8Array | string) => sent.push(Buffer.from(chunk as string, "latin1")) > 0,
      };
      while (buffer.length > 0) {
        const before = sent.length;
        buffer.writeTo(socket as never);
        const slice = Buffer.concat(sent.slice(before)).length;
        assert.ok(slice > 0 && slice < 2 * sliceBytes, `a slice of ${slice} bytes, not of ${sliceBytes}`);
      }
      assert.deepEqual(Buffer.concat(sent), Buffer.concat(expected));
    }),
  );
});

/** The same text with every character made one byte. */
function latin1(text: string): string {
  return Buffer.from(text).toString("latin1");
}

test("traffic counts the bytes of both directions, read by a frame or not", async (t) => {
  const { conn, client } = await connPair(t);
  assert.equal(conn.traffic, 0);
  client.send("hello\n");
  await conn.readFrame(new ray.LineCodec());
  assert.equal(conn.traffic, 6);
  conn.write("hi\n");
  await conn.flush();
  await client.readUntil("hi\n");
  assert.equal(conn.traffic, 9);
});
