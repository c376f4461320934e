import assert from "node:assert/strict";
import { test } from "node:test";
import { readCount, readSeconds } from "../../scripts/shared/numbers.ts";

const odd = [
  "",
  " ",
  "1e400",
  "1e3",
  "0x10",
  "NaN",
  "Infinity",
  "-1",
  "-0",
  "+1",
  "1_000",
  "1,5",
  " 1",
  "1 ",
  "٣",
];

test("seconds are plain digits, above 0 and at most a day", () => {
  for (const [text, seconds] of [
    ["10", 10],
    ["0.2", 0.2],
    ["86400", 86_400],
    ["0.001", 0.001],
  ] as const) {
    assert.equal(readSeconds(text), seconds);
  }
  for (const text of [...odd, "0", "0.0", "0.0001", "86400.1", "99999", "99999999999", ".5", "5."]) {
    assert.equal(readSeconds(text), null, JSON.stringify(text));
  }
});

test("a count is plain digits, between its bounds", () => {
  assert.deepEqual(
    ["1", "07", "9", "0", "10"].map((text) => readCount(text, 1, 9)),
    [1, 7, 9, null, null],
  );
  for (const text of [...odd, "1.5", "9".repeat(400)]) {
    assert.equal(readCount(text, 0, Number.MAX_SAFE_INTEGER), null, JSON.stringify(text));
  }
});
