/** Cookies as text: what a browser sends is read as the package `cookie` reads it, and what we write it can read. */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as theirs from "cookie";
import fc from "fast-check";
import { load } from "../support/stage.ts";

const { parseCookies, serializeCookie } =
  await load<typeof import("../../day5/src/cookie/index.ts")>("cookie/index.ts");

const bit = fc.constantFrom(
  ...'ab=;; \t%%412"\\,é\u00a0_',
  "__proto__",
  "%41",
  "%zz",
  "a=1",
  "; ",
  "constructor",
);
const field = fc.array(bit, { maxLength: 24 }).map((bits) => bits.join(""));

test("any Cookie field is read as the package reads it, but for cookies without a name", () => {
  fc.assert(
    fc.property(field, (text) => {
      const { "": _, ...wanted } = { ...theirs.parseCookie(text) };
      assert.deepEqual({ ...parseCookies(text) }, wanted);
    }),
    { numRuns: 5_000 },
  );
});

test("a client that names its cookie __proto__ gives a cookie and no prototype", () => {
  const values = parseCookies("__proto__=1; toString=2");
  assert.deepEqual(Object.entries(values), [
    ["__proto__", "1"],
    ["toString", "2"],
  ]);
  assert.equal(values.hasOwnProperty, undefined);
});

test("a field of 64 KiB of blanks is read in linear time", () => {
  const started = process.cpuUsage();
  parseCookies(`a=${" ".repeat(65_536)}b${"\t".repeat(65_536)}c`);
  // Quadratic would be minutes.
  assert.ok(process.cpuUsage(started).user < 2_000_000);
});

/** Good values mostly: where each of nine is bad half of the time, hardly a cookie is allowed. */
const mostly = <Value>(good: readonly Value[], bad: readonly unknown[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(...(bad as readonly Value[])) },
  );

const options = fc.record(
  {
    path: mostly(["/", "/a", "/a b"], ["a", "", "/;x", "/\r\nx"]),
    domain: mostly(["example.org", "localhost", "127.0.0.1"], [".example.org", "a..b", "-a.b", "a.b;c"]),
    maxAge: mostly([0, 1, 86_400], [-1, 1.5, Number.NaN]),
    expires: mostly([new Date(0), new Date(1e12)], [new Date(Number.NaN)]),
    secure: fc.boolean(),
    httpOnly: fc.boolean(),
    sameSite: mostly(["strict", "lax", "none"] as const, ["other"]),
    priority: mostly(["low", "medium", "high"] as const, ["; x"]),
    partitioned: fc.boolean(),
  },
  { requiredKeys: [] },
);
const name = mostly(["sid", "a.b", "__Host-sid", "__secure-sid"], ["a b", "", "a=b", "é", "a;b"]);
const value = fc.string({ unit: "grapheme", maxLength: 12 });

test("what is written here, the package reads back: the same value, the same attributes", () => {
  let written = 0;
  fc.assert(
    fc.property(name, value, options, (name, value, options) => {
      let line: string;
      try {
        line = serializeCookie(name, value, options);
      } catch {
        return;
      }
      written += 1;
      const read = theirs.parseSetCookie(line);
      const all = { path: "/", httpOnly: true, sameSite: "lax", ...options, name, value };
      const told = Object.entries(all).filter(([, told]) => told !== undefined && told !== false);
      // The field has whole seconds.
      assert.deepEqual({ ...read }, Object.fromEntries(told));
      assert.doesNotThrow(
        () => theirs.stringifySetCookie({ ...all } as theirs.SetCookie),
        "we allow no more than they do",
      );
    }),
    { numRuns: 5_000 },
  );
  assert.ok(written > 500, `only ${written} of 5,000 cookies were allowed`);
});

const refused: [why: string, name: string, value: string, options: object, message: RegExp][] = [
  ["a name with a blank", "a b", "", {}, /"a b" is not a cookie name/],
  ["an empty name", "", "", {}, /"" is not a cookie name/],
  [
    "a value that is no text",
    "a",
    7 as unknown as string,
    {},
    /value of cookie "a" must be a string, not number/,
  ],
  ["half of a surrogate pair", "a", "\ud800", {}, /half of a surrogate pair/],
  ["a value that browsers drop", "a", "x".repeat(4096), {}, /larger than 4096 bytes/],
  ["a path without its slash", "a", "", { path: "b" }, /path of cookie "a" cannot be "b"/],
  ["a path that begins an attribute", "a", "", { path: "/; Domain=evil" }, /path of cookie "a"/],
  ["a domain that begins a line", "a", "", { domain: "a\r\nSet-Cookie: b" }, /domain of cookie "a"/],
  ["a domain with a dot in front", "a", "", { domain: ".a.org" }, /domain of cookie "a"/],
  [
    "an age that is no number of seconds",
    "a",
    "",
    { maxAge: 1.5 },
    /maxAge of cookie "a" must be a whole number/,
  ],
  ["a date that is none", "a", "", { expires: new Date("x") }, /expires of cookie "a"/],
  [
    "a sameSite that does not exist",
    "a",
    "",
    { sameSite: "Lax; x" },
    /sameSite of cookie "a" must be one of strict, lax, none/,
  ],
  ["a priority from a prototype", "a", "", { priority: "toString" }, /priority of cookie "a" must be one of/],
  ["sameSite none over plain HTTP", "a", "", { sameSite: "none" }, /sameSite: "none" asks for secure/],
  ["partitioned over plain HTTP", "a", "", { partitioned: true }, /partitioned asks for secure/],
  ["__Secure- over plain HTTP", "__Secure-a", "", {}, /asks for secure: true/],
  ["__Host- over plain HTTP, in other letters", "__hOsT-a", "", {}, /asks for secure: true/],
  ["__Host- with a path", "__Host-a", "", { secure: true, path: "/b" }, /asks for path: "\/"/],
  ["__Host- with a domain", "__Host-a", "", { secure: true, domain: "a.org" }, /allows no domain/],
];

for (const [why, name, value, options, message] of refused) {
  test(`${why} is refused by name, and the value is not told`, () => {
    assert.throws(
      () => serializeCookie(name, value, options),
      (error: Error) => {
        assert.match(error.message, message);
        assert.ok(error instanceof TypeError || error instanceof RangeError);
        return true;
      },
    );
  });
}
