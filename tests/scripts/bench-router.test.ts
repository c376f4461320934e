/** The router benchmark's own logic: its strings, its lines, and the answers to wrong words. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { lookUpLines, serverLines } from "../../bench/router/main.ts";
import { exampleOf, lookUpSets } from "../../bench/router/sets.ts";
import { requestStrings } from "../../bench/router/strings.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

function row(router: string, ns: number | null, problem: string | null = null) {
  return { router, ns, least: ns ?? 0, most: ns ?? 0, problem };
}

test("ratios say how many times as many look-ups ray does; who could not be measured says why", () => {
  const lines = lookUpLines("mixed", [row("ray", 50), row("slow", 125), row("none", null, "no such path")]);
  assert.match(lines[2] ?? "", /^ray +50 +50–50 +1\.00$/);
  assert.match(lines[3] ?? "", /^slow +125 +125–125 +2\.50$/);
  assert.match(lines[4] ?? "", /^none +no such path$/);
  assert.match(lookUpLines("alone", [row("slow", 125)])[2] ?? "", /^slow +125 +125–125$/);
});

test("the server's lines have the share of requests that is left with all routes", () => {
  const row = { path: "/user", one: { rate: 1000, cpuUs: 5 }, all: { rate: 970, cpuUs: 5.2 } };
  assert.match(serverLines([row])[2] ?? "", /^\/user +1,000 +970 +0\.970 +1\.040$/);
});

test("both kinds of strings ask for the same, all requests of a set in turn", () => {
  for (const { requests } of lookUpSets) {
    const same = requestStrings(requests, 2, "same");
    assert.deepEqual(requestStrings(requests, 2, "fresh"), same);
    assert.equal(same.length, requests.length * 4);
    assert.deepEqual(same.slice(0, 2), requests[0]);
  }
});

test("the example of a route has another value for every name", () => {
  assert.deepEqual(exampleOf(["PUT", "/a/:x/:yz/*rest"]), ["PUT", "/a/x-42/yz-42/rest/a/b.txt"]);
});

test("a wrong option is one line and exit code 2", () => {
  const wrong = [
    ["--nope"],
    ["--rounds", "0"],
    ["--only", "express"],
    ["--set", "x"],
    ["--strings", "old"],
    ["--only", "ray-before"],
  ];
  for (const words of wrong) {
    const command = ["--import", "tsx", "bench/main.ts", "router", ...words];
    const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
    assert.equal(status, 2, stderr);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  }
});
