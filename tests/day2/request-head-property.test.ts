/** The grammar of the request head against its naive twin: heads that are valid, nearly valid, and noise. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { visible } from "../support/bytes.ts";
import { naiveHead } from "../support/naive-head.ts";
import { runsOn } from "../support/sizes.ts";
import { load } from "../support/stage.ts";

const { parseFields, parseRequestHead } =
  await load<typeof import("../../day5/src/http/h1/request-head.ts")>("http/h1/request-head.ts");

const SEED = 20_260_112;

/** What the fast parser makes of `text`, in the form of its twin. */
function fastHead(text: string) {
  const head = parseRequestHead(text, 0);
  if (head === null || head.length !== text.length) return null;
  const { method, target, version } = head;
  return { method, target, version, fields: [...parseFields(head.fields)] };
}

function agree(text: string): void {
  assert.deepEqual(fastHead(text), naiveHead(text), visible(text));
}

const characters = (text: string, least: number) =>
  fc.array(fc.constantFrom(...text), { minLength: least, maxLength: 12 }).map((list) => list.join(""));
const token = characters("!#$%&'*+-.^_`|~09azAZ", 1);
const target = characters("/abc?=&%2F*:\"'<>[]{}|\\^`~!", 1);
const value = characters(' \tabc,;:=()"\\\x80\xe9\xff~!', 0);
const field = fc.tuple(token, value).map(([name, text]) => `${name}:${text}\r\n`);
const head = fc
  .record({
    method: token,
    target,
    minor: fc.nat(9),
    fields: fc.array(field, { maxLength: 6 }),
  })
  .map((parts) => `${parts.method} ${parts.target} HTTP/1.${parts.minor}\r\n${parts.fields.join("")}\r\n`);

/** Bytes that end something, or must not be where they are. */
const nasty = fc.constantFrom(..."\r\n\0\t :,#\x01\x1f\x7f\x80\xa0\xffA0/", "\r\n", "\r\n\r\n", "HTTP/1.1");
const damage = fc.record({ at: fc.nat(300), remove: fc.nat(2), insert: fc.option(nasty, { nil: "" }) });
const damaged = fc.tuple(head, fc.array(damage, { minLength: 1, maxLength: 3 })).map(([text, list]) =>
  list.reduce((whole, { at, remove, insert }) => {
    const place = at % whole.length;
    return whole.slice(0, place) + insert + whole.slice(place + remove);
  }, text),
);

test("every head the grammar allows is parsed as its naive twin does", () => {
  const valid = fc.property(head, (text) => {
    assert.equal(parseRequestHead(text, 0)?.length, text.length, visible(text));
    agree(text);
  });
  fc.assert(valid, { seed: SEED, numRuns: runsOn(2, 2_000) });
});

test("a damaged head is refused or understood exactly as its naive twin does", () => {
  fc.assert(fc.property(damaged, agree), { seed: SEED, numRuns: runsOn(2, 10_000) });
});

test("noise is refused as its naive twin does", () => {
  const noise = fc.array(nasty, { maxLength: 30 }).map((list) => list.join(""));
  fc.assert(fc.property(noise, agree), { seed: SEED, numRuns: runsOn(2, 3_000) });
});

test("every byte in every place of a small head: both say the same", () => {
  const text = "GET /a HTTP/1.1\r\nHost: b\r\nC:\r\n\r\n";
  for (let at = 0; at <= text.length; at += 1) {
    for (let byte = 0; byte < 256; byte += 1) {
      agree(text.slice(0, at) + String.fromCharCode(byte) + text.slice(at));
      agree(text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1));
    }
  }
});

test("no prefix of a head is a head, and nothing behind its end belongs to it", () => {
  const prefixes = fc.property(head, (text) => {
    for (let at = 0; at < text.length; at += 1) assert.equal(parseRequestHead(text.slice(0, at), 0), null);
    const whole = parseRequestHead(text, 0);
    assert.equal(whole?.length, text.length);
    assert.deepEqual(parseRequestHead(`${text}\r\n`, 0), whole, "what is behind it is left alone");
    assert.deepEqual(parseRequestHead(`\r\n${text}x`, 2), whole, "and so is what is before it");
  });
  fc.assert(prefixes, { seed: SEED, numRuns: 100 });
});

test("a head of 16 KiB costs linear time, whatever it is made of", () => {
  const fill = 16_000;
  const lines = [
    `X: ${"a".repeat(fill)}`,
    `X: a${" ".repeat(fill)}b`,
    `X: ${" ".repeat(fill)}`,
    `X:${"\t ".repeat(fill / 2)}\0`,
    `${"X".repeat(fill)}`,
    `${"X".repeat(fill)} : a`,
    "X: 1\r\n".repeat(fill / 6).slice(0, -2),
  ];
  for (const line of lines) {
    const text = `GET / HTTP/1.1\r\n${line}\r\n\r\n`;
    // The best of three: a machine that is busy with something else must not fail the test.
    const costs = [1, 2, 3].map(() => {
      const begun = performance.now();
      fastHead(text);
      return performance.now() - begun;
    });
    const cost = Math.min(...costs);
    // Quadratic cost is 100 ms here, linear cost is under 1.
    assert.ok(cost < 30, `${cost.toFixed(0)} ms for ${visible(line.slice(0, 20))}…`);
  }
});
