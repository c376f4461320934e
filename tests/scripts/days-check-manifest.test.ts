/** What `npm run days:check` says about days.json itself: its shape, its sentences, and who may change. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureCourse } from "./fixture-course.ts";

test("a file is added by one day only, and changed only after its birth", (t) => {
  const course = new FixtureCourse(t);
  course.day(3).adds["net/conn.ts"] = "again";
  course.day(1).changes["index.ts"] = "too early";
  course.saveDays();
  const { lines } = course.check();
  assert.equal(lines.length, 2);
  assert.match(
    lines[0] ?? "",
    /^day1: days\.json lists index\.ts under "changes", but no earlier day adds it/,
  );
  assert.match(lines[1] ?? "", /^day3: days\.json adds net\/conn\.ts, which day1 added already/);
});

test("every entry of days.json needs a sentence", (t) => {
  const course = new FixtureCourse(t);
  course.day(1).idea = "";
  course.day(2).adds["router/router.ts"] = " ";
  course.day(3).changes["index.ts"] = { why: "" };
  course.saveDays();
  const { code, lines } = course.check();
  assert.equal(code, 1);
  assert.equal(lines.length, 3);
  assert.match(lines[0] ?? "", /^day1: .*idea/);
  assert.match(lines[1] ?? "", /^day2: days\.json adds router\/router\.ts without a sentence/);
  assert.match(lines[2] ?? "", /^day3: days\.json changes index\.ts without a sentence/);
});

test("another file changes only with an exception, and the named ones need none", (t) => {
  const course = new FixtureCourse(t);
  course.edit("day3/src/net/conn.ts", "line4 = 4", "line4 = 5");
  course.day(3).changes["net/conn.ts"] = "counts better";
  course.saveDays();
  const refused = course.check();
  assert.equal(refused.code, 1);
  assert.equal(refused.lines.length, 1);
  assert.match(
    refused.lines[0] ?? "",
    /^day3: days\.json changes net\/conn\.ts, but only index\.ts, .* may change/,
  );

  course.day(3).changes["net/conn.ts"] = { why: "counts better", exception: "the count was the lesson" };
  course.saveDays();
  assert.equal(course.check().code, 0);

  course.day(3).changes["index.ts"] = { why: "names the router", exception: "why not" };
  course.saveDays();
  const needless = course.check();
  assert.equal(needless.code, 1);
  assert.match(
    needless.lines[0] ?? "",
    /^day3: days\.json gives index\.ts an exception, which it does not need/,
  );
});

const MALFORMED: [name: string, text: string, reason: RegExp][] = [
  ["broken JSON", `{\n  "day1": {\n`, /not JSON/],
  ["a list", "[]", /the file is not an object/],
  ["nothing", "{}", /lists no day/],
  ["a gap between days", `{ "day2": {} }`, /"day2" stands where "day1" belongs/],
  ["a day without adds", `{ "day1": { "idea": "x", "changes": {} } }`, /day1 adds is missing/],
  ["an unknown entry", `{ "day1": { "idea": "x", "add": {} } }`, /day1 has an unknown entry "add"/],
  [
    "a number for a sentence",
    `{ "day1": { "idea": "x", "adds": { "a.ts": 1 }, "changes": {} } }`,
    /not a text/,
  ],
  [
    "a path that leaves src",
    `{ "day1": { "idea": "x", "adds": { "../a.ts": "x" }, "changes": {} } }`,
    /no path/,
  ],
];

for (const [name, text, reason] of MALFORMED) {
  test(`a days.json with ${name} stops the check with one line`, (t) => {
    const course = new FixtureCourse(t);
    course.write("days.json", text);
    const { code, stdout, stderr } = course.run("days-check");
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^days\.json: [^\n]+\n$/);
    assert.match(stderr, reason);
  });
}

test("a course without days.json is told so in one line", (t) => {
  const course = new FixtureCourse(t);
  course.remove("days.json");
  const { code, stderr } = course.run("days-check");
  assert.equal(code, 1);
  assert.match(stderr, /^[^\n]*days\.json: cannot be read: there is no such file[^\n]*\n$/);
});
