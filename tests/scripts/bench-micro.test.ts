/** The micro-benchmark's own logic: both sides do the same work, and ratios say what they seem to say. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { microCases } from "../../bench/micro/cases.ts";
import { measure } from "../../bench/micro/measure.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = (...words: string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "bench/main.ts", "micro", ...words], {
    cwd: root,
    encoding: "utf8",
  });

/** What both sides have in common: a text, a number, or the fields of the same name. */
function common(a: unknown, b: unknown): [unknown, unknown] {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return [a, b];
  const names = Object.keys(a).filter((name) => name in b && name !== "fields");
  const part = (value: object) => names.map((name) => [name, (value as Record<string, unknown>)[name]]);
  assert.ok(names.length > 0);
  return [part(a), part(b)];
}

for (const { name, fast, naive } of microCases) {
  test(`"${name}" does the same work on both sides`, () => {
    const [a, b] = common(fast(), naive());
    assert.deepEqual(a, b);
  });
}

test("a ratio above 1 says that the naive one takes longer", () => {
  const work = (count: number) => () => {
    let sum = 0;
    for (let n = 0; n < count; n += 1) sum += Math.sqrt(n);
    return sum;
  };
  const { fastNs, naiveNs, ratio, ratios } = measure(work(20), work(20_000), { rounds: 3, slotMs: 2 });
  assert.ok(ratio > 5 && naiveNs > fastNs, `${ratio}`);
  assert.ok(ratios[0] <= ratio && ratio <= ratios[1]);
});

test("it prints a row for each case, or JSON", () => {
  const table = run("--rounds", "1", "--ms", "1");
  assert.equal(table.status, 0, table.stderr);
  for (const { name } of microCases) assert.ok(table.stdout.includes(name), name);
  const { results } = JSON.parse(run("--rounds", "1", "--ms", "1", "--json").stdout);
  assert.deepEqual(
    results.map((result: { name: string }) => result.name),
    microCases.map(({ name }) => name),
  );
});

test("a wrong option is one line and exit code 2", () => {
  const { status, stderr } = run("--rounds", "0");
  assert.equal(status, 2);
  assert.equal(stderr.trim().split("\n").length, 1, stderr);
});
