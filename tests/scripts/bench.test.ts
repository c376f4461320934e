/**
 * The benchmark's own logic: medians, ratios, and the answers to wrong words. The figures themselves are
 * no test: they say something about the machine.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { median, summarize, tableLines } from "../../bench/http/report.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

function sample(rate: number, cpuUs: number) {
  return { rate, cpuUs, p99Ms: 1, errors: 0 };
}

test("one disturbed round does not move the median", () => {
  assert.equal(median([100, 10, 101]), 100);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

test("ratios say how many times better ray is, in requests and in CPU time", () => {
  const rows = [
    summarize({ peer: "ray", samples: [sample(300, 5), sample(200, 4), sample(100, 6)] }),
    summarize({ peer: "slow", samples: [sample(100, 10)] }),
  ];
  const lines = tableLines("GET", rows);
  assert.match(lines[2] ?? "", /^ray +200 +5\.00 +1\.00 +1\.00 +1\.00$/);
  assert.match(lines[3] ?? "", /^slow +100 +10\.00 +1\.00 +2\.00 +2\.00$/);
});

test("errors of all rounds are counted and shown", () => {
  const summary = summarize({
    peer: "x",
    samples: [
      { ...sample(1, 1), errors: 2 },
      { ...sample(1, 1), errors: 3 },
    ],
  });
  assert.equal(summary.errors, 5);
  assert.match(tableLines("GET", [summary]).at(-1) ?? "", / 5$/);
});

test("a wrong option is one line and exit code 2", () => {
  for (const words of [["--nope"], ["--rounds", "0"], ["--seconds", "x"]]) {
    const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "bench/main.ts", ...words], {
      cwd: root,
      encoding: "utf8",
    });
    assert.equal(status, 2, stderr);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  }
});
