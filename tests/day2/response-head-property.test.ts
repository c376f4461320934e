/** The encoder against its naive twin: heads of any status and fields, and streams of any pieces. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assertBytes } from "../support/bytes.ts";
import { MemoryServer } from "../support/memory-server.ts";
import { naiveAnswerHead, naiveChunks } from "../support/naive-answer.ts";
import { naiveChunked } from "../support/naive-chunked.ts";
import { runsOn } from "../support/sizes.ts";
import { load, ray } from "../support/stage.ts";

const { reasonPhrase } = await load<typeof import("../../day5/src/http/status.ts")>("http/status.ts");

const { encodeHead } =
  await load<typeof import("../../day5/src/http/h1/write-response.ts")>("http/h1/write-response.ts");

const SEED = 20_260_116;
const DATE = /^date: ([A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)\r$/m;

const characters = (text: string, least: number) =>
  fc.array(fc.constantFrom(...text), { minLength: least, maxLength: 10 }).map((list) => list.join(""));
const name = fc.oneof(
  characters("!#$%&'*+-.^_`|~09azAZ", 1),
  fc.constantFrom("Date", "Set-Cookie", "X-Name"),
);
const value = characters(' \tabc,;:=()"\\\x80\xe9\xff~!', 0);
const field = fc.tuple(name, value);
const framing = fc.oneof(
  fc.nat(Number.MAX_SAFE_INTEGER),
  fc.constantFrom("chunked" as const, "close" as const, "none" as const),
);
const parts = fc.record({
  status: fc.integer({ min: 200, max: 599 }),
  fields: fc.array(field, { maxLength: 6 }),
  framing,
  connection: fc.constantFrom("", "close", "keep-alive"),
});

test("a head is encoded byte for byte as its naive twin does", () => {
  const same = fc.property(parts, ({ status, fields, framing, connection }) => {
    // Framing fields are taken out before a head is encoded.
    const own = fields.filter(([name]) => !/^(connection|content-length|transfer-encoding)$/i.test(name));
    const head = encodeHead(new ray.Response(null, { status, headers: own }), framing, connection);
    const date = DATE.exec(head)?.[1] ?? "";
    const reason = reasonPhrase(status);
    assertBytes(
      head,
      naiveAnswerHead({ status, reason, fields: own, framing, connection, date }),
      "the head",
    );
    if (!own.some(([name]) => name.toLowerCase() === "date"))
      assert.equal(new Date(date).toUTCString(), date);
  });
  fc.assert(same, { seed: SEED, numRuns: runsOn(2, 3_000) });
});

/** Bytes, most of them such as end a line or a field, and what is no byte at all. */
const nasty = fc
  .array(fc.constantFrom(..."\r\n\0: \t\x7f\x80\xffaA-ā\u2028"), { maxLength: 8 })
  .map((list) => list.join(""));

test("whatever a handler sets as a field is an error, or one line of the head and no other", () => {
  const safe = fc.property(fc.oneof(nasty, name), fc.oneof(nasty, value), (fieldName, text) => {
    const response = new ray.Response(null);
    try {
      response.headers.set(fieldName, text);
    } catch (error) {
      assert.ok(error instanceof TypeError);
      return;
    }
    const lines = encodeHead(response, "none", "close").split(/\r\n|[\r\n\0]/);
    const own = fieldName.toLowerCase() === "date" ? [] : [lines.splice(3, 1)];
    assert.deepEqual(lines.slice(1), [`${fieldName.toLowerCase()}: ${text}`, "connection: close", "", ""]);
    assert.equal(own.length === 1, DATE.test(`${own[0]}\r`));
  });
  fc.assert(safe, { seed: SEED, numRuns: runsOn(2, 5_000) });
});

/** What the server sends behind the head for a stream of `pieces`. */
async function streamed(pieces: readonly string[], line = "GET / HTTP/1.1"): Promise<string> {
  async function* all() {
    for (const piece of pieces) yield Buffer.from(piece, "latin1");
  }
  const server = new MemoryServer((c) => c.stream(all()));
  const { sent } = await server.exchange(`${line}\r\nHost: a\r\n\r\n`);
  return sent.slice(sent.indexOf("\r\n\r\n") + 4);
}

const piece = fc.oneof(
  characters("ab\r\n0;\xff", 0),
  fc.integer({ min: 1, max: 70_000 }).map((size) => "x".repeat(size)),
);
const pieces = fc.array(piece, { maxLength: 8 });
const limits = ray.defaultLimits;

test("a stream is sent in the chunks that its naive twin makes, and a naive reader gets it back", async () => {
  const same = fc.asyncProperty(pieces, async (list) => {
    const sent = await streamed(list);
    assertBytes(sent, naiveChunks(list), "the chunks");
    assert.deepEqual(naiveChunked(sent, limits), { end: "whole", data: list.join(""), rest: "" });
    assertBytes(await streamed(list, "GET / HTTP/1.0"), list.join(""), "on 1.0 the pieces themselves");
    assert.equal(await streamed(list, "HEAD / HTTP/1.1"), "");
  });
  await fc.assert(same, { seed: SEED, numRuns: 150 });
});
