/**
 * What `npm run days:check` says about the copies from day to day; days.json itself and the imports have files of
 * their own beside this one.
 */

import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CONN, FixtureCourse } from "./fixture-course.ts";

const CARRY_CONN = "npm run days:carry -- day1/src/net/conn.ts";

test("a course without faults is praised in one line", (t) => {
  const { code, stdout, stderr } = new FixtureCourse(t).run("days-check");
  assert.equal(stdout, "3 days, 3 files in day 3: identical where they should be, 0 problems\n");
  assert.equal(stderr, "");
  assert.equal(code, 0);
});

test("one line edited on day 2 is a drift from day 1 and a drift to day 3", (t) => {
  const course = new FixtureCourse(t);
  course.edit("day2/src/net/conn.ts", "line4 = 4", "line4 = 5");
  const { code, lines, stderr } = course.run("days-check");
  assert.equal(code, 1);
  assert.equal(stderr, "");
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /^day1 → day2: net\/conn\.ts differs from line 4 on, .* on day2\./);
  assert.match(lines[1] ?? "", /^day2 → day3: net\/conn\.ts differs from line 4 on, .* on day3\./);
  for (const line of lines) assert.ok(line.endsWith(CARRY_CONN), line);
});

test("an edit on the day of birth is one drift, to the next day", (t) => {
  const course = new FixtureCourse(t);
  course.write("day1/src/net/conn.ts", CONN.replaceAll("\n", "\r\n"));
  const { lines } = course.run("days-check");
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^day1 → day2: net\/conn\.ts differs from line 1 on/);
});

test("a drift of a changed file names the day its version began on", (t) => {
  const course = new FixtureCourse(t).addDay4();
  course.edit("day4/src/index.ts", "// 5", "// five");
  const { lines } = course.run("days-check");
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^day3 → day4: index\.ts .*days:carry -- day3\/src\/index\.ts$/);
});

test("a change that days.json does not list is a problem even in a file that may change", (t) => {
  const course = new FixtureCourse(t);
  course.edit("day2/src/index.ts", "// 5", "// five");
  const { code, lines } = course.run("days-check");
  assert.equal(code, 1);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^day1 → day2: index\.ts differs from line 6 on/);
});

test("a listed change must really differ", (t) => {
  const course = new FixtureCourse(t);
  course.write("day3/src/index.ts", course.read("day2/src/index.ts"));
  const { code, lines } = course.run("days-check");
  assert.equal(code, 1);
  assert.deepEqual(lines, [
    "day2 → day3: index.ts is identical, but days.json lists it as changed on day3: change it or unlist it",
  ]);
});

test("a file that days.json does not list is reported once, on the day it appears", (t) => {
  const course = new FixtureCourse(t);
  course.write("day2/src/net/extra.ts", "export {};\n");
  course.write("day3/src/net/extra.ts", "export {};\n");
  const { code, lines } = course.run("days-check");
  assert.equal(code, 1);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^day2: net\/extra\.ts is not listed in days\.json/);
});

test("a file that lies on a day before its birth is reported", (t) => {
  const course = new FixtureCourse(t);
  course.write("day1/src/router/router.ts", course.read("day2/src/router/router.ts"));
  const { lines } = course.run("days-check");
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^day1: router\/router\.ts is here, but days\.json adds it on day2/);
});

test("a file that a later day lost is reported with the way to bring it back", (t) => {
  const course = new FixtureCourse(t);
  course.remove("day3/src/net/conn.ts");
  const { code, lines } = course.run("days-check");
  assert.equal(code, 1);
  const line = lines.find((one) => one.startsWith("day2 → day3: net/conn.ts is missing on day3"));
  assert.ok(line?.endsWith(CARRY_CONN), lines.join("\n"));
});

test("a file that days.json adds must exist", (t) => {
  const course = new FixtureCourse(t);
  course.day(2).adds["router/trie.ts"] = "holds the routes";
  course.saveDays();
  const { lines } = course.run("days-check");
  assert.deepEqual(lines, [
    "day2: days.json adds router/trie.ts, but day2/src does not have it: write it or unlist it",
  ]);
});

test("160 lines of code pass, with comments around them, and 161 are reported once with all their days", (t) => {
  const course = new FixtureCourse(t);
  const comments = `${"/**\n * why\n */\n\n".repeat(20)}${"  // why\n".repeat(20)}`;
  const fill = (lines: number) => {
    const content = comments + "export {};\n".repeat(lines);
    for (const day of [1, 2, 3]) course.write(`day${day}/src/net/conn.ts`, content);
  };
  fill(160);
  assert.equal(course.run("days-check").code, 0);
  fill(161);
  const { code, lines } = course.run("days-check");
  assert.equal(code, 1);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^day1, day2, day3: net\/conn\.ts has 161 lines of code, 160 at most/);
});

test("a link is no copy", (t) => {
  const course = new FixtureCourse(t);
  course.remove("day3/src/router/router.ts");
  symlinkSync(join(course.root, "day2/src/router/router.ts"), join(course.root, "day3/src/router/router.ts"));
  const { code, lines } = course.run("days-check");
  assert.equal(code, 1);
  assert.match(lines.join("\n"), /^day3: router\/router\.ts is a link/m);
});

test("a day without a folder and a folder without a day are both reported", (t) => {
  const course = new FixtureCourse(t);
  course.copyDay(3, 4);
  course.remove("day1");
  const { code, lines } = course.run("days-check");
  assert.equal(code, 1);
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /^day4: the folder exists, but days\.json does not describe it/);
  assert.match(lines[1] ?? "", /^day1: there is no folder day1\/src/);
});

test("an unknown option or a stray word is wrong usage", (t) => {
  const course = new FixtureCourse(t);
  for (const word of ["--fast", "day2"]) {
    const { code, stderr } = course.run("days-check", word);
    assert.equal(code, 2);
    assert.match(stderr, /^[^\n]*Usage: npm run days:check[^\n]*\n$/);
  }
});
