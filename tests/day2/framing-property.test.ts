/** Framing and target against their naive twin: any fields that decide about the end of a request, in any order. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { visible } from "../support/bytes.ts";
import { isNaiveHost, naiveFraming } from "../support/naive-framing.ts";
import { type NaiveHead, naiveHead } from "../support/naive-head.ts";
import { runsOn } from "../support/sizes.ts";
import { load } from "../support/stage.ts";

const { HttpError } = await load<typeof import("../../day5/src/http/http-error.ts")>("http/http-error.ts");

const { parseRequestHead } =
  await load<typeof import("../../day5/src/http/h1/request-head.ts")>("http/h1/request-head.ts");
const { readFraming } = await load<typeof import("../../day5/src/http/h1/framing.ts")>("http/h1/framing.ts");
const { isHost, originForm } =
  await load<typeof import("../../day5/src/http/h1/request-head.ts")>("http/h1/request-head.ts");

const SEED = 20_260_117;

/** What the fast ones make of `text`, in the form of their twin. */
function fast(text: string) {
  const head = parseRequestHead(text, 0);
  assert.ok(head !== null, visible(text));
  try {
    const { length, keepAlive, expectContinue, upgrade } = readFraming(head);
    const { target } = originForm(head);
    const continues = expectContinue && length !== 0;
    return { length: length ?? "chunked", keepAlive, continues, upgrade, target };
  } catch (error) {
    assert.ok(error instanceof HttpError && error.status >= 400, String(error));
    return "refused";
  }
}

const values: Record<string, readonly string[]> = {
  Host: ["a", "a", "a", "a:80", "", "a,b", "[::1]", "u@a", "a:b", "%41", "%4"],
  "Content-Length": ["0", "5", "5", "005", "+5", "5,5", "", "999999999999999", "1000000000000000", "5\xa0"],
  "Transfer-Encoding": [
    "chunked",
    "chunked",
    "CHUNKED",
    "gzip, chunked",
    ",chunked",
    "chunked;",
    "",
    "\xa0chunked",
  ],
  Connection: [
    "close",
    "keep-alive",
    "Close, x",
    "x,keep-alive ,",
    "closed",
    "",
    "\tclose\t",
    "Upgrade",
    "x, upgrade",
  ],
  Upgrade: ["chat", "h2c, chat/2", "", "x\ty"],
  Expect: ["100-continue", "100-Continue", "x", "", "100-continue,100-continue", "100-continue, x"],
  "X-Host": ["Host: b", "\tclose"],
};
const blank = fc.constantFrom("", " ", "\t", " \t ");
const caseOf = fc.constantFrom(
  (name: string) => name,
  (name: string) => name.toLowerCase(),
  (name: string) => name.toUpperCase(),
);
const field = fc
  .constantFrom(...Object.keys(values))
  .chain((name) =>
    fc.tuple(fc.constant(name), fc.constantFrom(...(values[name] ?? [])), blank, blank, caseOf),
  )
  .map(([name, value, before, behind, change]) => `${change(name)}:${before}${value}${behind}\r\n`);
const line = fc.constantFrom(
  ...["GET /", "GET /a?b", "GET *", "OPTIONS *", "GET a", "CONNECT a:1", "CONNECT /"],
  ...[
    "GET http://a",
    "GET http://a?b",
    "GET HTTPS://a:1/b",
    "GET http://u@a/",
    "GET http:///",
    "GET ftp://a/",
  ],
);
const head = fc
  .tuple(line, fc.constantFrom("1.1", "1.1", "1.0"), fc.boolean(), fc.array(field, { maxLength: 4 }))
  .map(([start, version, hasHost, fields]) => {
    const host = hasHost ? "Host: a\r\n" : "";
    return `${start} HTTP/${version}\r\n${host}${fields.join("")}\r\n`;
  });

test("any fields: length, persistence, expectation and target are what the naive twin says", () => {
  let understood = 0;
  const same = fc.property(head, (text) => {
    const framing = fast(text);
    assert.deepEqual(framing, naiveFraming(naiveHead(text) as NaiveHead), visible(text));
    if (framing !== "refused") understood += 1;
  });
  fc.assert(same, { seed: SEED, numRuns: 10_000 });
  assert.ok(understood > 1_000 && understood < 9_000, `${understood} of 10,000 heads were understood`);
});

test("any text: it is a host where the naive twin says so", () => {
  const text = fc
    .array(fc.constantFrom(..."aZ09.-_%41[]:,@/ \xe9"), { maxLength: 8 })
    .map((list) => list.join(""));
  const same = fc.property(text, (host) => assert.equal(isHost(host), isNaiveHost(host), host));
  fc.assert(same, { seed: SEED, numRuns: runsOn(2, 10_000) });
});
