/** Lines: the same ones come out however the bytes were cut, and none is longer than the limit. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assertBytes, visible } from "../support/bytes.ts";
import { ray } from "../support/stage.ts";

/** All lines that come out when `chunks` come in one after the other. */
function decodeAll(chunks: readonly Uint8Array[], maxBytes?: number): { lines: string[]; rest: string } {
  const codec = new ray.LineCodec(maxBytes);
  const input = new ray.ReadBuffer();
  const lines: string[] = [];
  for (const chunk of chunks) {
    if (chunk.length > 0) input.append(Buffer.from(chunk));
    for (let line = codec.decode(input); line !== null; line = codec.decode(input)) {
      lines.push(line.toString("latin1"));
    }
  }
  return { lines, rest: input.take(input.length).toString("latin1") };
}

test("I2: a line ends in LF or CR LF, whose bytes do not belong to it; every split gives the same lines", () => {
  const text = "one\ntwo\r\n\n\r\nc\rr\r\r\nrest";
  const expected = { lines: ["one", "two", "", "", "c\rr\r"], rest: "rest" };
  for (let at = 0; at <= text.length; at += 1) {
    const parts = [text.slice(0, at), text.slice(at)].map((part) => Buffer.from(part));
    assert.deepEqual(decodeAll(parts), expected, `split at ${at}: ${visible(text.slice(0, at))}`);
  }
  assert.deepEqual(decodeAll([...Buffer.from(text)].map((byte) => Buffer.of(byte))), expected);
});

test("I2: any bytes in any chunks give what splitting the whole text gives", () => {
  // Mostly line ends and letters; any other byte must pass through untouched.
  const byte = fc.oneof(fc.constantFrom(10, 13, 97), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(fc.array(fc.array(byte, { maxLength: 12 }), { maxLength: 20 }), (chunks) => {
      const whole = Buffer.from(chunks.flat()).toString("latin1").split("\n");
      const rest = whole.pop();
      const lines = whole.map((line) => line.replace(/\r$/, ""));
      assert.deepEqual(decodeAll(chunks.map((chunk) => Uint8Array.from(chunk))), { lines, rest });
    }),
    { seed: 1, numRuns: 300 },
  );
});

for (const end of ["\n", "\r\n"]) {
  test(`a line of exactly the limit passes before ${visible(end)}, one byte more does not`, () => {
    const chunksOf = (text: string) => [[Buffer.from(text)], [...Buffer.from(text)].map((b) => Buffer.of(b))];
    for (const chunks of chunksOf(`${"a".repeat(10)}${end}`)) {
      assert.deepEqual(decodeAll(chunks, 10).lines, ["a".repeat(10)]);
    }
    for (const chunks of chunksOf(`${"a".repeat(11)}${end}`)) {
      assert.throws(() => decodeAll(chunks, 10), ray.LineTooLongError);
    }
  });
}

test("a line that is too long is refused as soon as no end can make it fit", () => {
  const tooLong = {
    name: "LineTooLongError",
    code: "LINE_TOO_LONG",
    message: "a line is longer than 3 bytes",
  };
  const refused = (text: string) => {
    const codec = new ray.LineCodec(3);
    const input = new ray.ReadBuffer();
    for (const byte of Buffer.from(text).subarray(0, -1)) {
      input.append(Buffer.of(byte));
      assert.equal(codec.decode(input), null, `before the last byte of ${visible(text)}`);
    }
    input.append(Buffer.from(text).subarray(-1));
    assert.throws(() => codec.decode(input), tooLong);
  };
  refused("abcd");
  refused("abc\rd");
  refused("abc\r\r");
});

test("a long line that drips in is searched once, not once per byte", () => {
  const codec = new ray.LineCodec(200_000);
  const input = new ray.ReadBuffer();
  let searched = 0;
  const indexOf = input.indexOf.bind(input);
  input.indexOf = (byte, from = 0) => {
    searched += input.length - from;
    return indexOf(byte, from);
  };
  for (let n = 0; n < 100_000; n += 1) {
    input.append(Buffer.of(97));
    codec.decode(input);
  }
  assert.equal(searched, 100_000);
});

test("the limit is 64 KiB unless told", () => {
  assert.equal(decodeAll([Buffer.alloc(65_536, 97), Buffer.from("\n")]).lines.length, 1);
  assert.throws(() => decodeAll([Buffer.alloc(65_537, 97), Buffer.from("\n")]), /longer than 65536 bytes/);
});

test("a line is written with LF behind it, its bytes untouched", () => {
  assertBytes(new ray.LineCodec().encode(Buffer.from([0, 255, 13])), "\x00\xff\r\n", "encode adds LF only");
});
