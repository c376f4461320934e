/** What `npm run days:carry` does where a later day has its own version of the file. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureCourse } from "./fixture-course.ts";

test("a day that lists the file as changed is ported by hand, and the days after it wait", (t) => {
  const course = new FixtureCourse(t).addDay4().commit();
  const before = course.read("day3/src/index.ts");
  course.edit("day1/src/index.ts", "// 1", "// one");
  const { code, lines } = course.run("days-carry", "day1/src/index.ts");
  assert.equal(code, 1);
  assert.deepEqual(lines, [
    "day2: carried index.ts",
    "day3: not carried: day3 lists index.ts as changed: port the edit by hand (--merge would apply cleanly)",
    "day4: not reached, carry from day3 afterwards",
  ]);
  assert.equal(course.read("day3/src/index.ts"), before);
});

test("--merge writes a clean merge into the day that changes the file and goes on from there", (t) => {
  const course = new FixtureCourse(t).addDay4().commit();
  course.edit("day1/src/index.ts", "// 1", "// one");
  const { code, lines } = course.run("days-carry", "day1/src/index.ts", "--merge");
  assert.deepEqual(lines, [
    "day2: carried index.ts",
    "day3: merged the edit into its own version of index.ts",
    "day4: carried index.ts",
  ]);
  assert.equal(code, 0);
  assert.match(course.read("day3/src/index.ts"), /\/\/ one\n[\s\S]*router\.ts/);
  assert.equal(course.run("days-check").code, 0);
  assert.equal(course.run("days-carry", "day1/src/index.ts").code, 0);
});

test("a merge that conflicts is announced and never written", (t) => {
  const course = new FixtureCourse(t).commit();
  course.edit("day1/src/index.ts", "// 5\n", "// 5\nexport const mine = 1;\n");
  const before = course.read("day3/src/index.ts");
  for (const flags of [[], ["--merge"], ["--force"]]) {
    const { code, lines } = course.run("days-carry", "day1/src/index.ts", ...flags);
    assert.equal(code, 1);
    assert.match(lines[1] ?? "", /^day3: not carried: .* by hand \(--merge would conflict\)$/);
    assert.equal(course.read("day3/src/index.ts"), before);
  }
});

test("the version of a changed file is carried from the day that changed it", (t) => {
  const course = new FixtureCourse(t).addDay4().commit();
  course.edit("day3/src/index.ts", "// 2", "// two");
  const { code, lines } = course.run("days-carry", "day3/src/index.ts");
  assert.deepEqual(lines, ["day4: carried index.ts"]);
  assert.equal(code, 0);
});
