/** Thousands of small writes and small frames: what they hold and cost goes by their bytes, not by their number. */

import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { join } from "node:path";
import { Writable } from "node:stream";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { Child } from "../support/child.ts";
import { someOn } from "../support/sizes.ts";
import { load, ray, srcDir } from "../support/stage.ts";

const SLICE = 64 * 1024;

test("200,000 writes of one byte go to the socket in slices, in order, texts and bytes alike", async () => {
  const { WriteBuffer } =
    await load<typeof import("../../day5/src/net/write-buffer.ts")>("net/write-buffer.ts");
  const chunks: Buffer[] = [];
  const socket = new Writable({
    decodeStrings: true,
    highWaterMark: 1 << 30,
    writev(pieces, done) {
      chunks.push(...pieces.map(({ chunk }) => chunk as Buffer));
      done();
    },
  }) as Socket;
  const buffer = new WriteBuffer(SLICE);
  const sent: number[] = [];
  for (let n = 0; n < 200_000; n += 1) {
    sent.push((n * 7) & 0xff);
    const one = Buffer.of((n * 7) & 0xff);
    buffer.push(n % 3 === 0 ? one.toString("latin1") : one);
  }
  assert.equal(buffer.length, 200_000);
  socket.cork();
  while (buffer.length > 0) buffer.writeTo(socket);
  socket.uncork();
  await new Promise<void>((resolve) => void socket.end(resolve));
  assert.ok(Buffer.concat(chunks).equals(Buffer.from(sent)));
  assert.ok(chunks.length <= 5, `${chunks.length} pieces`);
});

test("small bytes may be changed once they are written", async () => {
  const { WriteBuffer } =
    await load<typeof import("../../day5/src/net/write-buffer.ts")>("net/write-buffer.ts");
  let text = "";
  const socket = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  }) as Socket;
  const buffer = new WriteBuffer(SLICE);
  const bytes = Buffer.from("one");
  buffer.push(bytes);
  bytes.fill("x");
  buffer.writeTo(socket);
  assert.equal(text, "one");
});

const measure = (body: string) => `
  import { setFlagsFromString } from "node:v8";
  import { runInNewContext } from "node:vm";
  import { WriteBuffer } from ${JSON.stringify(pathToFileURL(join(srcDir, "net", "write-buffer.ts")).href)};
  import { ReadBuffer } from ${JSON.stringify(pathToFileURL(join(srcDir, "net", "read-buffer.ts")).href)};
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const used = () => { collect(); collect(); const { heapUsed, arrayBuffers } = process.memoryUsage(); return heapUsed + arrayBuffers; };
  const before = used();
  ${body}`;

const held = async (t: Parameters<typeof Child.code>[0], body: string) => {
  const { stdout, stderr } = await Child.code(t, measure(body)).exited;
  assert.equal(stderr, "");
  return Number(stdout);
};

for (const [what, one] of someOn(1, [
  ["bytes", "Buffer.of(n & 0xff)"],
  ["texts", "String.fromCharCode(n & 0xff)"],
])) {
  test(`a peer that reads nothing: 1,000,000 ${what} of length one hold a few MB, not a hundred`, async (t) => {
    const bytes = await held(
      t,
      `const buffer = new WriteBuffer(${SLICE});
       for (let n = 0; n < 1_000_000; n += 1) buffer.push(${one});
       console.log(used() - before, buffer.length === 1_000_000 ? "" : "wrong");`,
    );
    assert.ok(bytes < 5_000_000, `${bytes} bytes are held`);
  });
}

test("one small frame kept of each of 500 chunks of 64 KiB keeps none of the chunks", async (t) => {
  const bytes = await held(
    t,
    `const kept = [];
     for (let n = 0; n < 500; n += 1) {
       const buffer = new ReadBuffer();
       buffer.append(Buffer.alloc(64 * 1024, n));
       kept.push(buffer.take(20));
       buffer.skip(buffer.length);
     }
     console.log(used() - before, kept.every((frame, n) => frame.equals(Buffer.alloc(20, n))) ? "" : "wrong");`,
  );
  assert.ok(bytes < 2_000_000, `${bytes} bytes are held`);
});

test("what is taken is copied below an eighth of its chunk and up to 4 KiB, and no more than that", () => {
  const isCopied = (chunkBytes: number, count: number) => {
    const buffer = new ray.ReadBuffer();
    const chunk = Buffer.alloc(chunkBytes, 7);
    buffer.append(chunk);
    const taken = buffer.take(count);
    assert.ok(taken.equals(chunk.subarray(0, count)));
    return taken.buffer !== chunk.buffer;
  };
  assert.deepEqual([isCopied(8_000, 999), isCopied(8_000, 1_000)], [true, false]);
  assert.deepEqual([isCopied(64 * 1024, 4_096), isCopied(64 * 1024, 4_097)], [true, false]);
});
