/** Names of fields are remembered, but clients choose names too: how many, and how long ones, is bounded. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../support/stage.ts";

const { Headers } = await load<typeof import("../../day5/src/http/headers.ts")>("http/headers.ts");

/** Runs `work` and gives the maps in which it has remembered a key that begins with `prefix`. */
function mapsWith(prefix: string, work: () => void): Map<string, string>[] {
  const found = new Set<Map<string, string>>();
  const { set } = Map.prototype;
  Map.prototype.set = function (key, value) {
    if (typeof key === "string" && key.startsWith(prefix)) found.add(this);
    return set.call(this, key, value);
  };
  try {
    work();
  } finally {
    Map.prototype.set = set;
  }
  return [...found];
}

test("a name of 64 characters is remembered, a longer one is not", () => {
  const remember = (length: number) =>
    mapsWith("X-Long", () => new Headers().append("X-Long".padEnd(length, "-"), "")).length;
  assert.equal(remember(64), 1);
  assert.equal(remember(65), 0);
});

test("256 names are remembered and no more, and the others work as well", () => {
  const headers = new Headers();
  const [names] = mapsWith("X-Many", () => {
    for (let n = 0; n < 1_000; n += 1) headers.append(`X-Many-${n}`, String(n));
  });
  assert.equal(names?.size, 256);
  assert.equal(headers.get("x-many-999"), "999");
});
