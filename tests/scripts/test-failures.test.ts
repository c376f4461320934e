/** What `npm test` tells of a stage with faults: in which order, how much of each, and once where it is the same. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { repository, runScript } from "./cli-fixture.ts";

const head = 'import assert from "node:assert/strict";\nimport { test } from "node:test";\n';
const passing = `${head}test("passes", () => {});\n`;
const failing = (...names: string[]) =>
  head +
  names.map((name) => `test("${name}", () => { throw new Error("no ${name.split(" ")[0]}"); });\n`).join("");

test("the tests of the named day come first, those of the days before it after", async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": failing("one"),
    "tests/day2/b.test.ts": failing("two"),
    "tests/day3/c.test.ts": failing("three"),
  });
  const { stdout, last } = await runScript("test", ["--root", root, "--day", "3"]);
  assert.deepEqual(stdout.match(/✖ \w+/g), ["✖ three", "✖ one", "✖ two"]);
  assert.match(
    stdout,
    /^tests\/day3 … 0 passed, 1 failed \(\d+\.\d s\)$/m,
    "how its own tests went comes at once",
  );
  assert.equal(last, "0 passed, 3 failed");
});

test("the first failure is told whole, the others in a line each, what is the same once", async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": failing("apple 1", "apple 2", "pear 1", "apple 3"),
    "tests/day1/b.test.ts": `${head}test("sum", () => assert.equal(1 + 1, 3));\n`,
  });
  const short = await runScript("test", ["--root", root, "--day", "1"]);
  const lines = short.stdout.split("\n");
  assert.deepEqual(lines.slice(1, 4), ["✖ apple 1", "  tests/day1/a.test.ts (day 1)", "    Error: no apple"]);
  assert.equal(short.stdout.match(/^ +at /gm)?.length, 1);
  assert.deepEqual(lines.slice(5, 13), [
    "",
    "  tests/day1/a.test.ts (day 1)",
    "    Error: no apple",
    "      ✖ apple 2",
    "      ✖ apple 3",
    "    ✖ pear 1: Error: no pear",
    "",
    "  tests/day1/b.test.ts (day 1)",
  ]);
  assert.match(lines[13] ?? "", /^ {4}✖ sum: AssertionError: Expected values to be strictly equal: 2 !== 3$/);
  assert.match(short.stdout, /--all tells each one so/);
  const all = await runScript("test", ["--root", root, "--day", "1", "--all"]);
  assert.equal(all.stdout.match(/^✖ .*\n {2}tests\/day1\/[ab]\.test\.ts \(day 1\)$/gm)?.length, 5);
  assert.equal(all.stdout.match(/^ +at /gm)?.length, 5);
  assert.doesNotMatch(all.stdout, /--all tells/);
});

test("a copy that cannot be imported is one error, with its place", async (t) => {
  const files = Object.fromEntries([1, 2, 3].map((n) => [`tests/day1/${n}.test.ts`, passing]));
  const cases: [what: string, index: string, told: RegExp][] = [
    ["a syntax error", "export const a = ;\n", /index\.ts:1:17: ERROR: Unexpected ";"/],
    ["a name that is missing", 'export { b } from "./b.ts";\n', /does not provide an export named 'b'|"b"/],
    ["a file that is missing", 'export { c } from "./c.ts";\n', /Cannot find module .*mine\/c\.ts/],
    ["an error", 'throw new Error("not yet");\n', /Error: not yet\n +at .*mine\/index\.ts:1/],
    ["an end", "process.exit(0);\n", /the process ended \(exit code 0\) while it was imported/],
    ["a wait", "await new Promise(() => {});\n", /a top-level await in it never ends/],
  ];
  await Promise.all(
    cases.map(async ([what, index, told]) => {
      const root = repository(t, { ...files, "mine/index.ts": index, "mine/b.ts": "export const a = 1;\n" });
      const { code, stdout, last } = await runScript("test", [
        ...["--root", root, "--day", "1", "--impl", join(root, "mine")],
      ]);
      assert.equal(last, "0 passed, 1 failed", what);
      assert.match(stdout, /✖ \(the copy cannot be imported\)\n.*mine\/index\.ts \(day 1\)/, what);
      assert.match(stdout, told, what);
      assert.ok(stdout.split("\n").length < 20, stdout);
      assert.equal(code, 1);
    }),
  );
});

test("names that a copy does not export are told once, and its tests run", async (t) => {
  const root = repository(t, {
    "day1/src/index.ts": "export const a = 1, b = 2, c = 3;\n",
    "some/index.ts": "export const a = 1;\n",
    "none/index.ts": "export const z = 1;\n",
    "tests/day1/a.test.ts": passing,
  });
  const run = (impl: string) => runScript("test", ["--root", root, "--day", "1", "--impl", join(root, impl)]);
  const some = await run("some");
  assert.match(some.stdout, /some\/index\.ts does not export what day 1 has: b, c$/m);
  assert.equal(some.last, "1 passed, 0 failed");
  const none = await run("none");
  assert.match(none.stdout, /it exports nothing of what day 1 has: a, b, c$/m);
  assert.equal(none.last, "0 passed, 1 failed");
});
