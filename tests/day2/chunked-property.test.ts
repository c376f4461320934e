/** The chunked decoder against its naive twin, fed in pieces of any size. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { visible } from "../support/bytes.ts";
import { type NaiveResult, naiveChunked } from "../support/naive-chunked.ts";
import { runsOn } from "../support/sizes.ts";
import { load, ray } from "../support/stage.ts";

const { HttpError } = await load<typeof import("../../day5/src/http/http-error.ts")>("http/http-error.ts");
const { defaultLimits } = await load<typeof import("../../day5/src/http/limits.ts")>("http/limits.ts");

const { ChunkedDecoder, END } = await load<typeof import("../../day5/src/http/h1/chunked-decoder.ts")>(
  "http/h1/chunked-decoder.ts",
);

const SEED = 20_260_113;
const limits = {
  ...defaultLimits,
  maxChunkLineBytes: 64,
  maxChunkExtensionBytes: 90,
  maxTrailerBytes: 80,
};

/** Feeds `bytes` in the given pieces; what is left over belongs to the last one. */
function decodeInPieces(bytes: string, sizes: readonly number[]): NaiveResult {
  const decoder = new ChunkedDecoder(limits);
  const input = new ray.ReadBuffer();
  let data = "";
  let from = 0;
  const take = (): "whole" | "more" => {
    for (;;) {
      const piece = decoder.decode(input);
      if (piece === null) return "more";
      if (piece === END) return "whole";
      assert.ok(piece.length > 0, "a piece of data is never empty");
      data += piece.toString("latin1");
    }
  };
  try {
    for (const size of [...sizes, bytes.length]) {
      const piece = bytes.slice(from, from + size);
      from += piece.length;
      if (piece !== "") input.append(Buffer.from(piece, "latin1"));
      if (take() === "more") continue;
      return { end: "whole", data, rest: input.take(input.length).toString("latin1") + bytes.slice(from) };
    }
    return { end: "partial", data, rest: "" };
  } catch (error) {
    assert.ok(error instanceof HttpError, String(error));
    assert.ok(error.status === 400 || error.status === 431);
    return { end: "malformed", data, rest: "" };
  }
}

function agree(bytes: string, sizes: readonly number[]): void {
  assert.deepEqual(decodeInPieces(bytes, sizes), naiveChunked(bytes, limits), visible(bytes));
}

const letters = (least: number, most: number) =>
  fc.array(fc.constantFrom(..."ab\r\n0;\xff"), { minLength: least, maxLength: most }).map((l) => l.join(""));
const extension = fc.constantFrom("", ";a", ";a=b", ' ; a = "b"', ';a="\\"";b', "; c=\t1");
const chunk = fc.tuple(letters(1, 40), extension, fc.boolean()).map(([data, ext, capital]) => {
  const size = data.length.toString(16);
  return `${capital ? size.toUpperCase() : `0${size}`}${ext}\r\n${data}\r\n`;
});
const trailer = fc.constantFrom("X: 1\r\n", "Y:\r\n", "Z: a\tb\xff\r\n");
const body = fc
  .tuple(fc.array(chunk, { maxLength: 5 }), extension, fc.array(trailer, { maxLength: 4 }), letters(0, 8))
  .map(([chunks, ext, trailers, rest]) => `${chunks.join("")}0${ext}\r\n${trailers.join("")}\r\n${rest}`);
const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 60 });
const nasty = fc.constantFrom(
  ...'\r\n\0 \t;="0fg:\\\x7f\xff',
  "\r\n",
  "0\r\n\r\n",
  "ffffffffffffff",
  "x".repeat(70),
);
const damage = fc.record({ at: fc.nat(300), remove: fc.nat(3), insert: fc.option(nasty, { nil: "" }) });
const damaged = fc.tuple(body, fc.array(damage, { minLength: 1, maxLength: 3 })).map(([text, list]) =>
  list.reduce((whole, { at, remove, insert }) => {
    const place = at % (whole.length + 1);
    return whole.slice(0, place) + insert + whole.slice(place + remove);
  }, text),
);

test("a chunked body comes out whole, in whatever pieces it arrives, and what follows it stays", () => {
  const whole = fc.property(body, sizes, (bytes, pieces) => {
    assert.equal(naiveChunked(bytes, limits).end, "whole", visible(bytes));
    agree(bytes, pieces);
  });
  fc.assert(whole, { seed: SEED, numRuns: runsOn(2, 2_000) });
});

test("a damaged one is refused, or waited for, exactly as its naive twin does", () => {
  fc.assert(fc.property(damaged, sizes, agree), { seed: SEED, numRuns: runsOn(2, 8_000) });
});

test("every prefix asks for more, cut at every byte and fed byte by byte", () => {
  const bytes = '5;a="b"\r\nhello\r\n1\r\n!\r\n0\r\nX: 1\r\n\r\n';
  const single = Array.from(bytes, () => 1);
  for (let at = 0; at < bytes.length; at += 1) {
    agree(bytes, [at]);
    agree(bytes.slice(0, at), single);
    assert.equal(decodeInPieces(bytes.slice(0, at), []).end, "partial");
  }
  agree(bytes, single);
});

test("the limits hold to the byte: a size line of 64, trailers of 80", () => {
  const line = (length: number) => `1;${"x".repeat(length - 4)}\r\na\r\n0\r\n\r\n`;
  assert.equal(decodeInPieces(line(64), []).end, "whole");
  assert.equal(decodeInPieces(line(65), []).end, "malformed");
  assert.equal(decodeInPieces(`1;${"x".repeat(63)}`, []).end, "malformed", "refused before its end has come");
  const trailers = (length: number) => `0\r\nX: ${"y".repeat(length - 7)}\r\n\r\n`;
  assert.equal(decodeInPieces(trailers(80), []).end, "whole");
  assert.equal(decodeInPieces(trailers(81), []).end, "malformed");
});

test("all extensions of a body together: as many bytes as its data and 90 more, and not one more", () => {
  const chunks = (extension: number) =>
    [19, 19, 19, 19, extension - 1].map((length) => `1;${"x".repeat(length)}\r\na\r\n`).join("");
  agree(`${chunks(14)}0\r\n\r\n`, []);
  assert.equal(decodeInPieces(`${chunks(14)}0\r\n\r\n`, []).end, "whole");
  agree(`${chunks(15)}0\r\n\r\n`, []);
  assert.equal(decodeInPieces(chunks(15), [3, 20]).end, "malformed");
  const signed = `64;${"s".repeat(50)}\r\n${"d".repeat(100)}\r\n`.repeat(50);
  assert.equal(decodeInPieces(`${signed}0\r\n\r\n`, []).end, "whole", "beside much data they may be many");
});
