/** The tables against node:http: what it makes of every row, and that all differences are known and explained. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type NodeOutcome, nodeDifferences } from "../support/node-differences.ts";
import { startNodeTwin } from "../support/node-twin.ts";
import { requestCases } from "../support/request-cases.ts";
import { ray } from "../support/stage.ts";

const major = Number(process.versions.node.split(".")[0]);

/** What this version of Node may answer. */
function allowed(outcome: NodeOutcome): readonly string[] {
  if (typeof outcome === "string") return [outcome];
  if (major <= 20) return [outcome[0]];
  return major >= 26 ? [outcome[1]] : outcome;
}

const known = new Map(nodeDifferences.flatMap(({ rows }) => Object.entries(rows)));

test("node:http answers every row as ray does, or as the list of differences says", async (t) => {
  const node = await startNodeTwin(t);
  const wrong: string[] = [];
  for (const row of requestCases) {
    const ours = `${row.status.slice(0, 3)} ${row.open ? "open" : "closed"}`;
    const theirs = await node.outcomeOf(row.bytes);
    const expected = allowed(known.get(row.name) ?? ours);
    if (!expected.includes(theirs)) wrong.push(`${row.name}: ${theirs}, not ${expected.join(" or ")}`);
  }
  assert.deepEqual(wrong, []);
});

test("every difference is one, and names a row", () => {
  const count = nodeDifferences.reduce((sum, { rows }) => sum + Object.keys(rows).length, 0);
  assert.equal(known.size, count, "no row is listed twice");
  for (const [name, outcome] of known) {
    const row = requestCases.find((candidate) => candidate.name === name);
    assert.ok(row !== undefined, `no row is called "${name}"`);
    const ours = `${row.status.slice(0, 3)} ${row.open ? "open" : "closed"}`;
    assert.notDeepEqual(outcome, ours, name);
  }
});

const page = readFileSync(new URL("../../docs/reference/http1.md", import.meta.url), "utf8");

test("docs/reference/http1.md gives every limit of size, with its default", () => {
  const units: Record<string, number> = { KiB: 1024, MiB: 1024 ** 2 };
  const rows = [...page.matchAll(/^\| `(max\w+)` \| (\d+) (\w+)?/gm)];
  const given = rows.map(([, name = "", number, unit = ""]) => [name, Number(number) * (units[unit] ?? 1)]);
  const sizes = Object.entries(ray.defaultLimits).filter(([name]) => /(Bytes|Lines|Fields)$/.test(name));
  assert.deepEqual(Object.fromEntries(given), Object.fromEntries(sizes));
});

test("docs/reference/http1.md explains every group of differences, and no other", () => {
  const section = page.split("## Differences from node:http")[1]?.split("\n## ")[0] ?? "";
  const groups = [...section.matchAll(/^\| (?!group|---)([^|]+) \|/gm)].map((match) =>
    (match[1] ?? "").trim(),
  );
  assert.deepEqual(
    groups,
    nodeDifferences.map(({ group }) => group),
  );
  for (const { rows, group } of nodeDifferences) {
    assert.ok(
      section.includes(`| ${group} | ${Object.keys(rows).length} |`),
      `the number of rows of ${group}`,
    );
  }
});
