/** What `npm run days:diff` shows a learner on the way from one day to a later one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { painter } from "../../scripts/shared/paint.ts";
import { FixtureCourse } from "./fixture-course.ts";

test("a day that only adds shows its new files with their lines and sentences", (t) => {
  const { code, stdout } = new FixtureCourse(t).run("days-diff", "1", "2");
  assert.equal(code, 0);
  assert.equal(
    stdout,
    [
      "day1 → day2",
      "day2: a router",
      "",
      "New files (1)",
      "  router/router.ts, 2 lines: finds the handler",
      "",
      "Changed files (0)",
      "",
      "1 new file (2 lines), 0 changed files (+0 -0)",
      "",
    ].join("\n"),
  );
});

test("a changed file shows its sentence and a unified diff", (t) => {
  const course = new FixtureCourse(t);
  course.edit("day3/src/index.ts", "// 5\n", "// five\n");
  const { code, stdout } = course.run("days-diff", "day2", "day3");
  assert.equal(code, 0);
  assert.equal(
    stdout,
    [
      "day2 → day3",
      "day3: the rest",
      "",
      "New files (0)",
      "",
      "Changed files (1)",
      "  index.ts, +2 -1: names the router too",
      "",
      "index.ts: names the router too",
      "--- day2/src/index.ts",
      "+++ day3/src/index.ts",
      "@@ -3,4 +3,5 @@",
      " // 2",
      " // 3",
      " // 4",
      "-// 5",
      "+// five",
      `+export type { Route } from "./router/router.ts";`,
      "",
      "0 new files (0 lines), 1 changed file (+2 -1)",
      "",
    ].join("\n"),
  );
});

test("a walk over several days tells which day's sentence is which", (t) => {
  const { stdout } = new FixtureCourse(t).run("days-diff", "1", "3");
  assert.match(stdout, /^day1 → day3\nday2: a router\nday3: the rest\n/);
  assert.match(stdout, /router\/router\.ts, 2 lines: \(day2\) finds the handler\n/);
  assert.match(stdout, /index\.ts, \+1 -0: \(day3\) names the router too\n/);
});

test("--stat leaves the diffs out", (t) => {
  const { code, stdout } = new FixtureCourse(t).run("days-diff", "2", "3", "--stat");
  assert.equal(code, 0);
  assert.match(stdout, /index\.ts, \+1 -0: names the router too\n\n0 new files .*\n$/);
  assert.doesNotMatch(stdout, /@@/);
});

test("files that days.json does not explain, and files that are gone, are said so", (t) => {
  const course = new FixtureCourse(t);
  course.write("day2/src/net/extra.ts", "export {};\n");
  course.remove("day2/src/index.ts");
  const { stdout } = course.run("days-diff", "1", "2");
  assert.match(stdout, /net\/extra\.ts, 1 line: not listed in days\.json; see npm run days:check\n/);
  assert.match(stdout, /\nMissing on day2: index\.ts; see npm run days:check\n/);
});

test("blank lines at the end of a diff are kept", (t) => {
  const course = new FixtureCourse(t);
  course.write("day2/src/index.ts", "a\n\n");
  course.write("day3/src/index.ts", "b\n\n");
  const { stdout } = course.run("days-diff", "2", "3");
  assert.match(stdout, /@@\n-a\n\+b\n \n\n0 new files/);
});

test("output into a pipe has no colour", (t) => {
  assert.ok(!new FixtureCourse(t).run("days-diff", "2", "3").stdout.includes("\u001b"));
});

test("colour needs a terminal and no NO_COLOR", () => {
  assert.equal(painter({ isTTY: true }, {})("green", "x"), "\u001b[32mx\u001b[0m");
  assert.equal(painter({ isTTY: true }, { NO_COLOR: "" })("green", "x"), "\u001b[32mx\u001b[0m");
  assert.equal(painter({ isTTY: true }, { NO_COLOR: "1" })("green", "x"), "x");
  assert.equal(painter({}, {})("green", "x"), "x");
});

test("bad arguments get one line of usage and exit code 2", (t) => {
  const course = new FixtureCourse(t);
  for (const words of [
    [],
    ["2"],
    ["1", "2", "3"],
    ["3", "2"],
    ["2", "2"],
    ["1", "9"],
    ["x", "2"],
    ["1", "2", "--x"],
  ]) {
    const { code, stdout, stderr } = course.run("days-diff", ...words);
    assert.equal(code, 2, words.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, /^[^\n]*Usage: npm run days:diff[^\n]*\n$/);
  }
});

test("a day whose folder is missing is named in one line", (t) => {
  const course = new FixtureCourse(t);
  course.remove("day2");
  const { code, stderr } = course.run("days-diff", "1", "2");
  assert.equal(code, 1);
  assert.match(stderr, /^day2\/src: there is no such folder[^\n]*\n$/);
});
