/** SkippingLineCodec: a long line costs itself and nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ReadBuffer } from "../../../day1/src/net.ts";
import { answer } from "../../answer.ts";

const { SkippingLineCodec, TOO_LONG } = await answer<typeof import("./solution.ts")>(
  import.meta.url,
  "SkippingLineCodec",
  "TOO_LONG",
);

/** What comes out when the pieces come in, and the most that was kept between them. */
function decodeAll(pieces: readonly string[], maxBytes: number) {
  const codec = new SkippingLineCodec(maxBytes);
  const input = new ReadBuffer();
  const lines: string[] = [];
  let most = 0;
  for (const piece of pieces) {
    input.append(Buffer.from(piece));
    for (let line = codec.decode(input); line !== null; line = codec.decode(input))
      lines.push(line === TOO_LONG ? "(too long)" : line.toString());
    most = Math.max(most, input.length);
  }
  return { lines, most };
}

const TEXT = "short\nfar too long\n\nexactly 10\nexactly 11!\nlast\n";
const LINES = ["short", "(too long)", "", "exactly 10", "(too long)", "last"];

test("lines come out, and a mark in the place of one that is too long", () => {
  assert.deepEqual(decodeAll([TEXT], 10).lines, LINES);
});

test("lines that fit are what LineCodec makes of them", () => {
  assert.deepEqual(decodeAll(["one\ntw", "o\n", "\n"], 10).lines, ["one", "two", ""]);
});

test("I2: a cut anywhere changes nothing", () => {
  for (let at = 1; at < TEXT.length; at += 1)
    assert.deepEqual(decodeAll([TEXT.slice(0, at), TEXT.slice(at)], 10).lines, LINES, `cut at ${at}`);
});

test("I2: the line behind a long one is whole", () => {
  assert.deepEqual(decodeAll(["x".repeat(50), "x\nnext\n"], 10).lines, ["(too long)", "next"]);
});

test("of a long line nothing is kept, however long it lasts", () => {
  const { lines, most } = decodeAll([...Array<string>(1_000).fill("x".repeat(100)), "\nend\n"], 10);
  assert.deepEqual(lines, ["(too long)", "end"]);
  assert.ok(most <= 10, `${most} bytes were kept`);
});
