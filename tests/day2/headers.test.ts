/** Headers: any case, any order, several of a name; held against a naive twin, and closed to injection. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load } from "../support/stage.ts";

const { Headers } = await load<typeof import("../../day5/src/http/headers.ts")>("http/headers.ts");

/** The naive twin: pairs in an array, every operation a loop over all of them. */
class NaiveHeaders {
  pairs: [string, string][] = [];

  append(name: string, value: string): void {
    this.pairs.push([name.toLowerCase(), value]);
  }

  delete(name: string): void {
    this.pairs = this.pairs.filter(([given]) => given !== name.toLowerCase());
  }

  set(name: string, value: string): void {
    this.delete(name);
    this.append(name, value);
  }

  getAll(name: string): string[] {
    return this.pairs.filter(([given]) => given === name.toLowerCase()).map(([, value]) => value);
  }
}

const names = ["a", "A", "x-long-name", "X-Long-Name", "set-cookie", "__proto__", "constructor", "length"];

test("any run of operations gives what the naive twin gives", () => {
  const operation = fc.record({
    kind: fc.constantFrom("append" as const, "append" as const, "set" as const, "delete" as const),
    name: fc.constantFrom(...names),
    value: fc.constantFrom("", "1", "a, b", "\xff"),
  });
  const same = fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
    const headers = new Headers();
    const naive = new NaiveHeaders();
    for (const { kind, name, value } of operations) {
      headers[kind](name, value);
      naive[kind](name, value);
    }
    assert.deepEqual([...headers], naive.pairs);
    assert.equal(headers.encode(), naive.pairs.map(([name, value]) => `${name}: ${value}\r\n`).join(""));
    for (const name of names) {
      const values = naive.getAll(name);
      assert.deepEqual(headers.getAll(name), values);
      assert.equal(headers.get(name), values.length === 0 ? null : values.join(", "));
      assert.equal(headers.has(name), values.length > 0);
    }
    assert.deepEqual([...new Headers(headers)], naive.pairs);
  });
  fc.assert(same, { seed: 20_260_115, numRuns: 500 });
});

test("they are made of a record, of pairs, of Headers of either kind", () => {
  const pairs: [string, string][] = [
    ["x-a", "1"],
    ["x-b", "2"],
  ];
  for (const init of [{ "X-A": "1", "X-B": "2" }, pairs, new Headers(pairs), new Headers(pairs)]) {
    assert.deepEqual([...new Headers(init)], pairs);
  }
  assert.deepEqual([...new Headers()], []);
});

test("every byte in a name: the tokens of RFC 9110 §5.6.2 pass, the rest is a TypeError", () => {
  const token = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (let code = 0; code < 300; code += 1) {
    const name = `x${String.fromCharCode(code)}y`;
    const headers = new Headers();
    if (token.includes(String.fromCharCode(code))) headers.append(name, "");
    else {
      for (const call of [() => headers.append(name, ""), () => headers.set(name, "")]) {
        assert.throws(call, { name: "TypeError", message: /not a header name/ });
      }
    }
  }
});

test("every byte in a value: visible ones, blanks and bytes from 128 pass, the rest names the field", () => {
  for (let code = 0; code < 300; code += 1) {
    const value = `a${String.fromCharCode(code)}b`;
    const headers = new Headers();
    const allowed = code === 9 || (code >= 32 && code < 127) || (code >= 128 && code < 256);
    if (allowed) headers.set("x-name", value);
    else assert.throws(() => headers.set("x-name", value), { name: "TypeError", message: /"x-name"/ });
    assert.equal(headers.has("x-name"), allowed, `code ${code}`);
  }
});

test("the error says which character, where, and that it should be encoded", () => {
  const headers = new Headers();
  const message = (value: unknown) => {
    try {
      headers.set("X-Name", value as string);
    } catch (error) {
      return (error as Error).message;
    }
    return assert.fail("taken");
  };
  const words = (code: string, at: number) =>
    `the value of header "x-name" has U+${code} at ${at}, which a header cannot carry; encode it first`;
  assert.equal(message("a\r\nb"), words("000D", 1));
  assert.equal(message("\nb"), words("000A", 0));
  assert.equal(message("ab\0"), words("0000", 2));
  assert.equal(message("caf\u00e9 \u20ac"), words("20AC", 5));
  assert.equal(message("\u{1f600}"), words("1F600", 0));
  assert.equal(message(5), 'the value of header "x-name" must be a string, not number');
  assert.equal(message(undefined), 'the value of header "x-name" must be a string, not undefined');
});

test("a refused set leaves what was there", () => {
  const headers = new Headers({ "x-a": "1" });
  assert.throws(() => headers.set("x-a", "a\r\nb"), TypeError);
  assert.equal(headers.get("x-a"), "1");
});

test("thousands of names nobody has seen before are kept apart", () => {
  const headers = new Headers();
  for (let n = 0; n < 2_000; n += 1) headers.append(`X-${n}`, String(n));
  for (const n of [0, 255, 256, 1_999]) assert.equal(headers.get(`x-${n}`), String(n));
  headers.append(`X-${"long".repeat(50)}`, "long");
  assert.equal(headers.get(`x-${"LONG".repeat(50)}`), "long");
});
