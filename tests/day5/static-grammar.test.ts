/** The small grammars behind files: types, safe paths, dates, conditions, ranges, codings. Each is pure. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import fc from "fast-check";
import { load, ray } from "../support/stage.ts";

type Source = typeof import("../../day5/src/static/content-type.ts") &
  typeof import("../../day5/src/static/safe-path.ts") &
  typeof import("../../day5/src/static/http-date.ts") &
  typeof import("../../day5/src/static/preconditions.ts") &
  typeof import("../../day5/src/static/byte-ranges.ts") &
  typeof import("../../day5/src/kit/accepted-coding.ts");
const files = ["content-type", "safe-path", "http-date", "preconditions", "byte-ranges"];
const parts = await Promise.all(
  [...files.map((file) => `static/${file}.ts`), "kit/accepted-coding.ts"].map((path) => load<object>(path)),
);
const s = Object.assign({}, ...parts) as Source;

test("each ending of the table has a type that mime-db has for it too", () => {
  const db: Record<string, { extensions?: string[] }> = createRequire(import.meta.url)("mime-db");
  for (const ending of s.knownEndings) {
    const type = s.contentTypeOf(`a.${ending}`).split(";")[0] as string;
    assert.ok(db[type]?.extensions?.includes(ending), `.${ending} is not ${type}`);
  }
});

const types: [path: string, type: string][] = [
  ["a.html", "text/html; charset=utf-8"],
  ["A.HTML", "text/html; charset=utf-8"],
  ["dir.html/a", "application/octet-stream"],
  ["a.tar.gz", "application/gzip"],
  ["noending", "application/octet-stream"],
  ["a.constructor", "application/octet-stream"],
  ["a.__proto__", "application/octet-stream"],
  [".html", "text/html; charset=utf-8"],
];
for (const [path, type] of types) {
  test(`the type of ${path} is ${type}`, () => assert.equal(s.contentTypeOf(path), type));
}

const safe: [path: string, names: string[], isFolder: boolean][] = [
  ["/", [], true],
  ["/a", ["a"], false],
  ["/a/b.css", ["a", "b.css"], false],
  ["/a/", ["a"], true],
  ["/a%20b", ["a b"], false],
  ["/%C3%A9", ["é"], false],
  ["/a..b", ["a..b"], false],
];
for (const [path, names, isFolder] of safe) {
  test(`${path} names ${JSON.stringify(names)}`, () =>
    assert.deepEqual(s.safePath(path, false), { names, isFolder }));
}

const unsafe = [
  "",
  "a",
  "*",
  "//",
  "//a",
  "/a//b",
  "/.",
  "/..",
  "/../a",
  "/a/../b",
  "/%2e%2e/a",
  "/%2E%2e",
  "/.%2e/a",
  "/%2f",
  "/a%2fb",
  "/a%2Fb",
  "/a%5cb",
  "/a\\b",
  "/..\\a",
  "/a%00",
  "/%00",
  "/a%00.html",
  "/a%0a",
  "/a%7f",
  "/c:",
  "/a::$DATA",
  "/a.txt.",
  "/a.txt%20",
  "/con",
  "/NUL.txt",
  "/com1",
  "/lpt9.log",
  "/%",
  "/%zz",
  "/%ff",
  "/.git/config",
  "/a/.env",
  "/%2egit",
];
for (const path of unsafe) {
  test(`${JSON.stringify(path)} names no file`, () => assert.equal(s.safePath(path, false), null));
}

test("dotfiles are files where they are allowed, but . and .. never are", () => {
  assert.deepEqual(s.safePath("/.well-known/a", true)?.names, [".well-known", "a"]);
  for (const path of ["/.", "/..", "/a/..", "/%2e%2e"]) assert.equal(s.safePath(path, true), null);
});

const NOW = Date.UTC(2026, 0, 1);
const dates: [text: string, ms: number | null][] = [
  ["Sun, 06 Nov 1994 08:49:37 GMT", 784111777000],
  ["Sunday, 06-Nov-94 08:49:37 GMT", 784111777000],
  ["Sun Nov  6 08:49:37 1994", 784111777000],
  ["Sunday, 06-Nov-75 08:49:37 GMT", Date.UTC(2075, 10, 6, 8, 49, 37)],
  ["Sunday, 06-Nov-77 08:49:37 GMT", Date.UTC(1977, 10, 6, 8, 49, 37)],
  ["Sun, 31 Jun 2024 00:00:00 GMT", null],
  ["Sun, 06 Nov 1994 25:00:00 GMT", null],
  ["Sun, 06 Nov 1994 08:49:37", null],
  ["1994-11-06T08:49:37Z", null],
  ["0", null],
  ["", null],
];
for (const [text, ms] of dates) {
  test(`the date ${JSON.stringify(text)} is ${ms}`, () => assert.equal(s.parseHttpDate(text, NOW), ms));
}

test("any date that JavaScript writes for HTTP is read back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253402300799 }), (second) => {
      assert.equal(s.parseHttpDate(new Date(second * 1000).toUTCString()), second * 1000);
    }),
  );
});

const version = { etag: '"v1"', modifiedMs: Date.UTC(2026, 0, 2) };
const BEFORE = new Date(Date.UTC(2026, 0, 1)).toUTCString();
const SAME = new Date(version.modifiedMs).toUTCString();
const conditions: [fields: Record<string, string>, verdict: string][] = [
  [{}, "send"],
  [{ "if-none-match": '"v1"' }, "not-modified"],
  [{ "if-none-match": 'W/"v1"' }, "not-modified"],
  [{ "if-none-match": '"v0", "v1"' }, "not-modified"],
  [{ "if-none-match": '"a,b" , W/"v1"' }, "not-modified"],
  [{ "if-none-match": "*" }, "not-modified"],
  [{ "if-none-match": '"v0"' }, "send"],
  [{ "if-none-match": "v1" }, "send"],
  [{ "if-modified-since": SAME }, "not-modified"],
  [{ "if-modified-since": BEFORE }, "send"],
  [{ "if-modified-since": "yesterday" }, "send"],
  [{ "if-none-match": '"v0"', "if-modified-since": SAME }, "send"],
  [{ "if-match": '"v1"' }, "send"],
  [{ "if-match": "*" }, "send"],
  [{ "if-match": '"v0"' }, "failed"],
  [{ "if-match": 'W/"v1"' }, "failed"],
  [{ "if-unmodified-since": BEFORE }, "failed"],
  [{ "if-unmodified-since": SAME }, "send"],
  [{ "if-match": '"v1"', "if-unmodified-since": BEFORE }, "send"],
  [{ "if-match": '"v1"', "if-none-match": '"v1"' }, "not-modified"],
];
for (const [fields, verdict] of conditions) {
  test(`${JSON.stringify(fields)}: ${verdict} (RFC 9110 §13.2.2)`, () =>
    assert.equal(s.checkPreconditions(new ray.Headers(fields), version), verdict));
}

test("a list of tags of 16 KiB that fits nothing costs linear time", () => {
  const started = process.cpuUsage();
  s.checkPreconditions(
    new ray.Headers({ "if-none-match": `"${"a".repeat(8192)}${", ".repeat(4096)}` }),
    version,
  );
  assert.ok(process.cpuUsage(started).user < 2_000_000);
});

const ranges: [field: string, ranges: [number, number][] | null][] = [
  ["bytes=0-0", [[0, 0]]],
  ["bytes=0-9", [[0, 9]]],
  ["bytes=5-", [[5, 9]]],
  ["bytes=-3", [[7, 9]]],
  ["bytes=-99", [[0, 9]]],
  ["bytes=8-99", [[8, 9]]],
  ["BYTES=1-2", [[1, 2]]],
  [
    "bytes=0-1, 4-5,-1",
    [
      [0, 1],
      [4, 5],
      [9, 9],
    ],
  ],
  ["bytes=10-", []],
  ["bytes=-0", []],
  ["bytes=10-,0-0", [[0, 0]]],
  ["bytes=2-1", null],
  ["bytes=", null],
  ["bytes=-", null],
  ["bytes=a-b", null],
  ["bytes=0-1,", null],
  ["bytes=0x1-2", null],
  ["bytes=1.5-2", null],
  ["items=0-1", null],
  ["bytes", null],
  ["bytes=0-,0-", null],
  ["bytes=0-6,3-9", null],
  [`bytes=${Array.from({ length: 17 }, () => "0-0").join(",")}`, null],
];
for (const [field, wanted] of ranges) {
  test(`of ten bytes ${field.slice(0, 30)} asks for ${wanted === null ? "the whole" : JSON.stringify(wanted)}`, () => {
    const told = s.parseRanges(field, 10)?.map(({ first, last }) => [first, last]) ?? null;
    assert.deepEqual(told, wanted);
  });
}

test("of nothing no range can be had", () => assert.deepEqual(s.parseRanges("bytes=0-", 0), []));

const codings: [field: string | null, best: string | null][] = [
  [null, null],
  ["", null],
  ["gzip", "gzip"],
  ["gzip, deflate, br", "br"],
  ["br;q=0.5, gzip", "gzip"],
  ["gzip;q=0", null],
  ["*", "br"],
  ["*;q=0.1, br;q=0", "gzip"],
  ["identity, gzip;q=0.5", null],
  ["identity;q=0, gzip;q=0.1", "gzip"],
  ["GZIP", "gzip"],
  ["gzip;q=2", null],
  ["gzip;q=1.000", "gzip"],
  ["gzipx", null],
];
for (const [field, best] of codings) {
  test(`who accepts ${JSON.stringify(field)} gets ${best}`, () =>
    assert.equal(s.acceptedCoding(field, ["br", "gzip"]), best));
}
