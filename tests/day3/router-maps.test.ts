/** The two maps of the look-up against a plain Map: keys that differ in their last letter, and very many keys. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load } from "../support/stage.ts";

const { SegmentMap, TextMap, endOfSegment } =
  await load<typeof import("../../day5/src/router/segment-map.ts")>("router/segment-map.ts");

/** Few letters and short: many keys of one length and with one first letter, and the empty one. */
const key = fc.string({ unit: fc.constantFrom("a", "b", "~"), maxLength: 5 });

test("TextMap finds what a Map finds, however many keys of one length there are", () => {
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 60 }), fc.array(key), (keys, asked) => {
      const map = new TextMap<string>();
      const twin = new Map<string, string>();
      for (const text of keys) {
        map.add(text, `value of ${text}`);
        twin.set(text, `value of ${text}`);
      }
      for (const text of [...keys, ...asked, "é", "a".repeat(99)])
        assert.equal(map.get(text), twin.get(text) ?? null);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("SegmentMap finds the segment that a Map finds, wherever it stands in a path", () => {
  const path = fc.array(key, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 60 }), fc.array(path, { minLength: 10 }), (keys, paths) => {
      const map = new SegmentMap<string>();
      const twin = new Map<string, string>();
      for (const text of keys) {
        assert.equal(
          map.getOrAdd(text, () => `value of ${text}`),
          `value of ${text}`,
        );
        assert.equal(
          map.getOrAdd(text, () => "another"),
          `value of ${text}`,
        );
        twin.set(text, `value of ${text}`);
      }
      for (const segments of paths) {
        const whole = `/${segments.join("/")}`;
        let from = 1;
        for (const segment of segments) {
          assert.equal(
            map.at(whole, from)?.value ?? null,
            twin.get(segment) ?? null,
            `${segment} in ${whole}`,
          );
          assert.equal(map.get(segment), twin.get(segment) ?? null);
          assert.equal(endOfSegment(whole, from), from + segment.length);
          from += segment.length + 1;
        }
      }
    }),
    { seed: 8, numRuns: 300 },
  );
});
