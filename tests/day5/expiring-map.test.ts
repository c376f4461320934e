/** A map that remembers only so much for so long: held against a naive one, and bounded whatever it is told. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load } from "../support/stage.ts";

const { ExpiringMap } = await load<typeof import("../../day5/src/kit/index.ts")>("kit/index.ts");
const { MemoryRateStore } =
  await load<typeof import("../../day5/src/middleware/index.ts")>("middleware/index.ts");

test("an entry ends after its time, to the millisecond, and one that is set again begins anew", () => {
  let now = 0;
  const map = new ExpiringMap<number>({ max: 10, now: () => now });
  map.set("a", 1, 100);
  now = 99;
  assert.equal(map.get("a"), 1);
  map.set("a", 2, 100);
  now = 198;
  assert.equal(map.get("a"), 2);
  now = 199;
  assert.equal(map.get("a"), null);
  assert.equal(map.size, 0, "it is gone, and not only hidden");
});

test("beyond the bound the one that was set longest ago goes, and one that has ended goes before it", () => {
  let now = 0;
  const map = new ExpiringMap<number>({ max: 2, now: () => now });
  map.set("short", 1, 10);
  map.set("long", 2, 1000);
  now = 10;
  map.set("new", 3, 1000);
  assert.deepEqual(
    ["short", "long", "new"].map((key) => map.get(key)),
    [null, 2, 3],
  );
  map.set("newer", 4, 1000);
  assert.deepEqual(
    ["long", "new", "newer"].map((key) => map.get(key)),
    [null, 3, 4],
  );
});

test("whatever is done to it: it gives what was set last and has not ended, and is never larger than its bound", () => {
  const step = fc.record({
    key: fc.constantFrom(..."abcdef"),
    act: fc.constantFrom("set", "get", "delete"),
    ms: fc.nat(50),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 60 }), (max, steps) => {
      let now = 0;
      const map = new ExpiringMap<number>({ max, now: () => now });
      const naive = new Map<string, { value: number; endsAt: number }>();
      for (const [n, { key, act, ms }] of steps.entries()) {
        now += ms;
        if (act === "delete") {
          map.delete(key);
          naive.delete(key);
        } else if (act === "set") {
          map.set(key, n, 60);
          naive.delete(key);
          naive.set(key, { value: n, endsAt: now + 60 });
        } else {
          // All live equally long here, so those that are too many are the oldest that have not ended.
          const alive = [...naive].filter(([, { endsAt }]) => endsAt > now).slice(-max);
          const wanted = alive.find(([name]) => name === key)?.[1].value ?? null;
          assert.equal(map.get(key), wanted);
        }
        assert.ok(map.size <= max);
      }
    }),
  );
});

for (const max of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`a bound of ${max} is refused, by the name that the program knows`, () => {
    assert.throws(() => new ExpiringMap({ max }), {
      name: "RangeError",
      message: /^max must be a whole number/,
    });
    assert.throws(() => new MemoryRateStore({ maxClients: max }), {
      name: "RangeError",
      message: `maxClients must be a whole number from 1 on, not ${max}`,
    });
  });
}
