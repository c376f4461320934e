/** The number of fields in a head is bounded, however short they are: each costs memory and time for itself. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Handler } from "../../day5/src/index.ts";
import { MemoryServer } from "../support/memory-server.ts";

const handler: Handler = (c) => c.string("ok");
const headOf = (fields: number, line = "a:\r\n") =>
  `GET / HTTP/1.1\r\nHost: a\r\n${line.repeat(fields - 1)}\r\n`;

async function status(...pieces: string[]): Promise<string> {
  const { sent } = await new MemoryServer(handler).exchange(...pieces);
  return sent;
}

for (const line of ["a:\r\n", "Accept: text/html\r\n"]) {
  test(`I3: 128 fields are answered, 129 are too many: ${JSON.stringify(line)}`, async () => {
    assert.match(await status(headOf(128, line)), /^HTTP\/1\.1 200 /);
    const refused = await status(headOf(129, line));
    assert.match(refused, /^HTTP\/1\.1 431 [\s\S]*Connection: close/i);
    assert.match(refused, /more than 128 fields/);
  });
}

test("the same when the head comes in two parts, and before its end has come", async () => {
  const whole = headOf(129);
  for (let at = 1; at < whole.length; at += 13) {
    assert.match(await status(whole.slice(0, at), whole.slice(at)), /more than 128 fields/, `cut at ${at}`);
  }
  assert.match(await status(headOf(129).slice(0, -4)), /more than 128 fields/);
  const few = headOf(128);
  for (let at = 1; at < few.length; at += 13) {
    assert.match(await status(few.slice(0, at), few.slice(at)), /^HTTP\/1\.1 200 /, `cut at ${at}`);
  }
});

test("what is wrong is told in the order in which it stands, in one piece or two", async () => {
  const late = `${headOf(129).slice(0, -2)}b\x00d: 1\r\n\r\n`;
  const early = `GET / HTTP/1.1\r\nb\x00d: 1\r\n${"a:\r\n".repeat(200)}\r\n`;
  const large = `GET / HTTP/1.1\r\nHost: ${"a".repeat(20_000)}\r\n${"a:\r\n".repeat(200)}\r\n`;
  for (const [bytes, expected] of [
    [late, / 431 [\s\S]*more than 128 fields/],
    [early, / 400 [\s\S]*field name/],
    [large, / 431 [\s\S]*larger than/],
  ] as const) {
    assert.match(await status(bytes), expected);
    assert.match(await status(bytes.slice(0, 30), bytes.slice(30)), expected);
  }
});

test("the bound is an option", async () => {
  const server = new MemoryServer(handler, { maxFields: 2 });
  assert.match((await server.exchange(headOf(2))).sent, / 200 /);
  assert.match((await server.exchange(headOf(3))).sent, / 431 [\s\S]*more than 2 fields/);
});
