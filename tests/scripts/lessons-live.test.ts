import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runScript } from "./cli-fixture.ts";
import { lessonCourse } from "./lesson-fixture.ts";

test("a course without fault is lived through, and told in a table", async (t) => {
  const { root, write } = lessonCourse(t);
  // What a run left that was killed.
  write(".course/lessons-999999999-left/src/index.ts", "");
  const { code, stdout, stderr, last } = await runScript("lessons-check", ["--root", root]);
  assert.equal(stderr, "");
  assert.match(last, /^5 states: 0 problems \(\d+\.\d s\)$/, stdout);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^✔ 1\.1 double: 5 typed, \d+\.\d words a line, 1 red before, 1 green behind, 1 command /m,
  );
  assert.match(
    stdout,
    /^✔ 1\.5 add5: 2 typed, .* 1 red before, behind it: the stage, see npm test -- --day 1, 0 commands /m,
  );
  assert.match(stdout, /^ +1 +5 +50 +13 +\d+\.\d +3 +1 +5 +identical$/m);
  assert.match(stdout, /^day 2 has no lessons yet$/m);
  assert.ok(!stdout.includes("\u001b"), "no colour where there is no terminal");
  assert.deepEqual(readdirSync(join(root, ".course")), ["lessons-passed.json"], "no folder is left");
});

test("what has passed is lived through again only when something of it has changed", async (t) => {
  const { root, edit, write } = lessonCourse(t);
  const run = async (...args: string[]) => {
    const { stdout, code } = await runScript("lessons-check", ["--root", root, ...args]);
    assert.equal(code, 0, stdout);
    const known = stdout.matchAll(/^✔ (\S+) .*passed before, and nothing has changed/gm);
    return [...known].map(([, id]) => id).sort();
  };
  assert.deepEqual(await run("1.2"), []);
  assert.deepEqual(await run("1.2"), ["1.2"]);
  assert.deepEqual(await run("1.2", "--fresh"), []);
  edit("docs/day1/02-add2.md", "Here we learn", "Now we learn");
  assert.deepEqual(await run("1.2"), []);
  assert.deepEqual(await run("1.2"), ["1.2"]);
  edit(
    "docs/day1/01-double.md",
    "  - day1/lesson-double.test.ts",
    '  - { file: day1/lesson-double.test.ts, only: "two" }',
  );
  assert.deepEqual(await run("1.2"), [], "it is asked for other tests");
  write("tests/support/help.ts", "export const help = 1;\n");
  assert.deepEqual(await run("1.2"), [], "a test may depend on it");
  write(".course/lessons-passed.json", "{");
  assert.deepEqual(await run("1.2"), [], "what cannot be read counts for nothing");
});

test("what is no lesson is told in one line", async (t) => {
  const { root } = lessonCourse(t);
  const { code, stderr } = await runScript("lessons-check", ["--root", root, "six"]);
  assert.equal(stderr, '"six" is no lesson: give a day such as 2, or a lesson such as 2.3\n');
  assert.equal(code, 2);
});

/** One planted fault each, that only shows when lesson 1 or 2 is lived through. */
const faults: readonly [
  name: string,
  lesson: number,
  file: string,
  old: string,
  now: string,
  said: RegExp,
][] = [
  [
    "a line of `text red` that the tests do not print",
    1,
    "docs/day1/01-double.md",
    "there is no src/index.ts yet",
    "there is no such thing",
    /01-double\.md:1: "text red" shows "there is no such thing"; it prints:\n[\s\S]*there is no src\/index\.ts yet/,
  ],
  [
    "a test that passes before the lesson is done",
    2,
    "tests/day1/lesson-add2.test.ts",
    "ray.add2(1), 3",
    "1 + 2, 3",
    /02-add2\.md:1: tests\/day1\/lesson-add2\.test\.ts passes before the lesson is done/,
  ],
  [
    "a test that fails behind the lesson",
    1,
    "docs/day1/01-double.md",
    "return value * 2;",
    "return value * 3;",
    /01-double\.md:1: behind the lesson "I1: two is doubled" fails \(tests\/day1\/lesson-double\.test\.ts\)/,
  ],
  [
    "a test of an earlier lesson that fails",
    2,
    "docs/day1/02-add2.md",
    " export { double }",
    "-export { double }",
    /02-add2\.md:1: behind the lesson "I1: two is doubled", of an earlier lesson, fails/,
  ],
  [
    "a type error",
    1,
    "docs/day1/01-double.md",
    "(value: number): number {",
    "(value: number, more): number {",
    /01-double\.md:35: types: src\/double\.ts:2:39: error TS7006/,
  ],
  [
    "a transcript that shows something else",
    1,
    "docs/day1/01-double.md",
    "listening on nothing: 4",
    "listening on nothing: 5",
    /01-double\.md:\d+: "npm run work" prints something else than the page shows/,
  ],
  [
    "a question without a right answer",
    1,
    "docs/day1/01-double.md",
    "console.log(double(3));",
    "console.log(double(4));",
    /01-double\.md:\d+: no choice is what the program prints: `4 \/ 8`/,
  ],
  [
    "a question whose program breaks",
    1,
    "docs/day1/01-double.md",
    "console.log(double(3));",
    "console.log(double(-3));",
    /01-double\.md:\d+: the program of the question does not end well: exit code 1/,
  ],
  [
    "code that is marked wrong, and that the test which the page names does not refuse",
    1,
    "docs/day1/01-double.md",
    "value * 3;",
    "value * 2;",
    /01-double\.md:\d+: the code is marked wrong, but "I1: two is doubled" does not refuse it/,
  ],
  [
    "code that is marked wrong, with the name of its test in no quotes",
    1,
    "docs/day1/01-double.md",
    'The test "I1: two is doubled" refuses it.',
    "The test I1: two is doubled refuses it.",
    /01-double\.md:\d+: the code is marked wrong: put the title of the test that refuses it in quotes/,
  ],
  [
    "wrong code that takes the place of other lines than those of its like",
    1,
    "docs/day1/01-double.md",
    "lines: 2 }",
    "lines: 3 }",
    /01-double\.md:\d+: with the wrong code, src cannot be imported/,
  ],
];

for (const [name, lesson, file, old, now, said] of faults) {
  test(`${name} is told`, async (t) => {
    const course = lessonCourse(t);
    course.edit(file, old, now);
    const told = await course.live(lesson);
    assert.match(told.join("\n"), said);
  });
}

test("a lesson all of whose tests look inside is told", async (t) => {
  const course = lessonCourse(t);
  course.edit(
    "tests/day1/lesson-add2.test.ts",
    "import { test }",
    'import { load } from "../support/stage.ts";\nimport { test }',
  );
  assert.match((await course.live(2)).join("\n"), /02-add2\.md:1: all its tests look inside/);
});
