/** Memory is bounded by the bytes of a body, not by the number of its pieces, which the client chooses. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { Child } from "../support/child.ts";
import { MemoryServer } from "../support/memory-server.ts";
import { load, ray, srcDir } from "../support/stage.ts";

const url = pathToFileURL(join(srcDir, "http", "request.ts")).href;

/** A body of `COUNT` pieces of one byte, and what is held of it before its end: bytes of heap and of buffers. */
const program = `
  import { setFlagsFromString } from "node:v8";
  import { runInNewContext } from "node:vm";
  import { Request } from ${JSON.stringify(url)};
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const used = () => { collect(); const { heapUsed, arrayBuffers } = process.memoryUsage(); return heapUsed + arrayBuffers; };
  const COUNT = 200_000;
  let left = COUNT;
  let before = 0;
  let held = 0;
  const body = {
    length: null,
    next() {
      if (left === COUNT) before = used();
      if (left === 0) { held = used() - before; return null; }
      left -= 1;
      return Buffer.from([left & 0xff]);
    },
  };
  const init = { method: "POST", target: "/", version: "1.1", headers: null, body, maxBodyBytes: COUNT };
  const bytes = await new Request(init, {}).bytes();
  const right = bytes.length === COUNT && bytes.every((byte, n) => byte === ((COUNT - 1 - n) & 0xff));
  console.log(right, held);`;

test("I3: a body of 200,000 pieces of one byte holds less than ten times its bytes, and comes out right", async (t) => {
  const { stdout, stderr } = await Child.code(t, program).exited;
  assert.equal(stderr, "");
  const [, right, held] = /^(\w+) (-?\d+)\n$/.exec(stdout) ?? [];
  assert.equal(right, "true");
  assert.ok(Number(held) < 2_000_000, `${held} bytes are held`);
});

const { ChunkedDecoder, END } = await load<typeof import("../../day5/src/http/h1/chunked-decoder.ts")>(
  "http/h1/chunked-decoder.ts",
);

/** What a decoder hands on of `bytes` that have come at once; the lengths of the pieces, and all of it as text. */
function handedOn(bytes: string): { lengths: number[]; text: string; largest: number } {
  const decoder = new ChunkedDecoder(ray.defaultLimits);
  const input = new ray.ReadBuffer();
  input.append(Buffer.from(bytes, "latin1"));
  const lengths: number[] = [];
  let text = "";
  let largest = 0;
  for (let piece = decoder.decode(input); piece !== null && piece !== END; piece = decoder.decode(input)) {
    lengths.push(piece.length);
    text += piece.toString("latin1");
    largest = Math.max(largest, piece.buffer.byteLength);
  }
  return { lengths, text, largest };
}

const chunkOf = (data: string) => `${data.length.toString(16)}\r\n${data}\r\n`;
const END_OF_BODY = "0\r\n\r\n";

test("10,000 chunks of one byte that have come are handed on in three pieces of 4 KiB at most", () => {
  const data = Array.from({ length: 10_000 }, (_, n) => String.fromCharCode(97 + (n % 26)));
  const { lengths, text, largest } = handedOn(data.map(chunkOf).join("") + END_OF_BODY);
  assert.equal(text, data.join(""));
  assert.deepEqual(lengths, [4096, 4096, 1808]);
  assert.ok(largest <= 8 * 1024, `a piece holds ${largest} bytes of memory`);
});

test("small chunks are not held back for a large one, and a large one is not copied", () => {
  const large = "L".repeat(10_000);
  const { lengths } = handedOn(
    `${chunkOf("a")}${chunkOf("b")}${chunkOf(large)}${chunkOf("c")}${END_OF_BODY}`,
  );
  assert.deepEqual(lengths, [2, 10_000, 1]);
});

test("small chunks that have come are handed on at once, though another one has begun", () => {
  assert.deepEqual(handedOn("1\r\na\r\n1\r\nb\r\n5\r\n").lengths, [2]);
  assert.deepEqual(handedOn("1\r\na\r\n5\r\nbc").lengths, [3]);
  assert.deepEqual(handedOn("1\r\na").lengths, [1]);
});

test("what stands in front of a malformed chunk is handed on before the error is told", () => {
  for (const wrong of ["x\r\n", "1\r\nabc", "1\n"]) {
    const decoder = new ChunkedDecoder(ray.defaultLimits);
    const input = new ray.ReadBuffer();
    input.append(Buffer.from(`1\r\na\r\n1\r\nb\r\n${wrong}`));
    let text = "";
    const read = () => {
      for (let piece = decoder.decode(input); piece !== null; piece = decoder.decode(input)) text += piece;
    };
    assert.throws(read, { status: 400, code: "BAD_CHUNK" });
    assert.ok(text.startsWith("ab"), text);
    assert.throws(() => decoder.decode(input), { status: 400 }, "and it stays so");
  }
});

test("a handler that streams 20,000 chunks of one byte is called for it a few times", async () => {
  let pieces = 0;
  let bytes = 0;
  const server = new MemoryServer(async (c) => {
    for await (const piece of c.req.stream()) {
      pieces += 1;
      bytes += piece.length;
    }
    return c.string("");
  });
  const head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const { sent } = await server.exchange(head + chunkOf("x").repeat(20_000) + END_OF_BODY);
  assert.match(sent, /^HTTP\/1.1 200 /);
  assert.equal(bytes, 20_000);
  assert.ok(pieces <= 10, `${pieces} pieces`);
});
