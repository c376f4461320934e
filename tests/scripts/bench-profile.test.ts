/** The profile suite of the benchmark: from what V8 sampled to a tree, shares and a picture. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type CpuProfile, callTree, layerTimes, selfTimes } from "../../bench/profile/call-tree.ts";
import { flameSvg } from "../../bench/profile/flame-svg.ts";
import { folded } from "../../bench/profile/folded.ts";

const frame = (functionName: string, url = "") => ({ functionName, url });

/** Start-up, then 100 µs idle, then 60 µs in ray (20 of them in a regular expression), 30 in Node, 10 collecting. */
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame("(root)"), children: [2, 3, 4, 6, 7, 8] },
    { id: 2, callFrame: frame("compile", "node:internal/modules") },
    { id: 3, callFrame: frame("(idle)") },
    { id: 4, callFrame: frame("wake", "file:///ray/http/h1/connection.js"), children: [5] },
    { id: 5, callFrame: frame('RegExp: a<b&"c"') },
    { id: 6, callFrame: frame("wake", "file:///ray/http/h1/connection.js") },
    { id: 7, callFrame: frame("emit", "node:events") },
    { id: 8, callFrame: frame("(garbage collector)") },
  ],
  samples: [2, 3, 4, 5, 6, 7, 8],
  timeDeltas: [5000, 100, 30, 20, 10, 30, 10],
};

test("idle time and the start of the program are left out; calls from one place are one call", () => {
  const tree = callTree(profile, 200);
  assert.equal(tree.total, 100);
  const [wake, emit, gc] = tree.children;
  assert.deepEqual([wake?.name, wake?.total, wake?.self], ["connection: wake", 60, 40]);
  assert.deepEqual([emit?.name, emit?.layer, emit?.total], ["emit", "node", 30]);
  assert.deepEqual([gc?.layer, gc?.total], ["gc", 10]);
  assert.equal(tree.children.find(({ name }) => name === "compile")?.total, 0);
});

test("each layer and each function has the time that it took itself", () => {
  const tree = callTree(profile, 200);
  assert.deepEqual(layerTimes(tree), [
    ["ray", 40],
    ["node", 30],
    ["native", 20],
    ["gc", 10],
  ]);
  assert.deepEqual(
    selfTimes(tree)
      .slice(0, 2)
      .map(([{ name }, time]) => [name, time]),
    [
      ["connection: wake", 40],
      ["emit", 30],
    ],
  );
});

test("the picture has a box as wide as each share, with names that cannot break it", () => {
  const svg = flameSvg(callTree(profile, 200), "GET <small>");
  assert.match(svg, /^<svg [^>]*aria-label="GET &lt;small&gt;"/);
  assert.match(svg, /<title>connection: wake, 60\.0 %<\/title><rect x="0\.0" y="\d+" width="719\.5"/);
  assert.match(svg, /<title>RegExp: a&lt;b&amp;&quot;c&quot;, 20\.0 %<\/title>/);
  assert.ok(!svg.includes("compile"), "what took no time has no box");
});

test("as lines, each stack has its share, a frame of ours its file, and what is too small is its caller's", () => {
  const url = "file:///bench/.build/http/h1/connection.js";
  const nodes = [
    { id: 1, callFrame: frame("(root)"), children: [2] },
    { id: 2, callFrame: frame("#serve", url), children: [3, 4] },
    { id: 3, callFrame: frame("RegExp: a;b") },
    { id: 4, callFrame: frame("tiny", url) },
  ];
  const tree = callTree({ nodes, samples: [2, 3, 4], timeDeltas: [59_990, 40_000, 10] }, 100_000);
  const serve = "program (root);ray http/h1/connection.ts #serve";
  assert.equal(
    folded(tree, "GET"),
    ["# GET", `${serve} 600000`, `${serve};native RegExp: a,b 400000`, ""].join("\n"),
  );
});

test("wrong words are answered with a sentence and exit code 2", () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  for (const [args, sentence] of [
    [["profile", "--workload", "nope"], /no workload is called nope; there are small/],
    [["profile", "--seconds", "0"], /--seconds is a whole number above 0/],
    [["nope"], /npm run bench -- SUITE OPTIONS/],
  ] as const) {
    const done = spawnSync(process.execPath, ["--import", "tsx", "bench/main.ts", ...args], {
      cwd: root,
      encoding: "utf8",
    });
    assert.deepEqual([done.status, done.stdout], [2, ""]);
    assert.match(done.stderr, sentence);
  }
});
