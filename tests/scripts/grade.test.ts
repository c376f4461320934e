/** `npm run grade`: five learners, of whom one is right, and each of the others is told as what they are. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Grade } from "../../scripts/grade/grade-learner.ts";
import { summaryOf, toCsv, toPage } from "../../scripts/grade/write-results.ts";
import { runScript } from "./cli-fixture.ts";
import { below, exerciseCourse, exerciseFiles } from "./exercises-fixture.ts";

const COUNT = "export const count = (list: readonly unknown[]): number => list.length;\n";
const RIGHT = exerciseFiles["solution.ts"] as string;
const SQUARE = "export const double = (value: number): number => value * value;\n";

const submission = (name: string, src: string, answer: string, more: Record<string, string> = {}) =>
  below(`submissions/${name}`, {
    "src/index.ts": src,
    "exercises/day1-01-twice/answer.ts": `// @ts-nocheck\n${answer}`,
    ...more,
  });

const COUNT_TEST = `import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const { count } = await import(pathToFileURL(process.env.RAY_IMPL + "/index.ts").href);
test("I2: two are two", () => assert.equal(count([1, 2]), 2));
test("none are none", () => assert.equal(count([]), 0));
`;

const CLASS = {
  "day1/src/index.ts": COUNT,
  "day1/src/inside.ts": "export const inside = 1;\n",
  "tests/day1/count.test.ts": COUNT_TEST,
  ...submission("ada", COUNT, RIGHT),
  ...submission(
    "bob",
    COUNT.replace("list.length", "2"),
    "setInterval(() => {}, 1e6);\nawait new Promise(() => {});\n",
  ),
  ...submission("cyd", 'throw new Error("not yet");\n', 'throw new Error("day1/01: nor this");\n'),
  ...submission(
    "dan",
    `console.log("ok 1 - all");\nprocess.exit(0);\n${COUNT}`,
    `console.log("3 passed");\nprocess.exit(0);\n${RIGHT}`,
  ),
  ...submission(
    "eve",
    COUNT.replace("list.length", "7"),
    `import "../../../day1/src/inside.ts";\n${SQUARE}`,
    {
      "tests/day1/count.test.ts": 'import { test } from "node:test";\ntest("all is well", () => {});\n',
      "exercises/day1-01-twice/task.test.ts":
        'import { test } from "node:test";\ntest("all is well", () => {});\n',
    },
  ),
};

async function gradeClass(t: TestContext, ...args: string[]) {
  const root = exerciseCourse(t, CLASS);
  const dir = join(root, "submissions");
  const result = await runScript("grade", ["--dir", dir, "--root", root, ...args]);
  return { root, dir, ...result };
}

test("a class of five: the right one, a hang, a crash, a cheat, edited tests", async (t) => {
  const { root, dir, code, stdout } = await gradeClass(t, "--day", "1", "--exercises", "--jobs", "5");
  assert.equal(code, 0);
  const { version, learners } = JSON.parse(readFileSync(join(dir, "results/grades.json"), "utf8")) as {
    version: number;
    learners: Grade[];
  };
  assert.equal(version, 1);
  const of = (name: string) => learners.find((each) => each.name === name) as Grade;
  assert.deepEqual(
    learners.map((each) => each.name),
    ["ada", "bob", "cyd", "dan", "eve"],
  );
  const figures = learners.map((each) => [
    each.lessons?.passed,
    each.exercises[0]?.passed,
    each.exercises[0]?.isGreen,
  ]);
  assert.deepEqual(figures, [
    [2, 3, true],
    [1, 0, false],
    [0, 0, false],
    [0, 0, false],
    [0, 2, false],
  ]);
  assert.deepEqual(of("ada").notes, []);
  assert.match(
    of("bob").exercises[0]?.lines[0] ?? "",
    /^✖ it hangs before any test: nothing happened for 8 s$/,
  );
  assert.match(of("cyd").notes.join("\n"), /^src cannot be imported: Error: not yet$/m);
  assert.match(
    of("cyd").exercises[0]?.lines.join("\n") ?? "",
    /your answer cannot be imported[\s\S]*nor this/,
  );
  for (const note of [
    /^src\/index\.ts ends the process$/m,
    /^exercises\/day1-01-twice\/answer\.ts ends the process$/m,
    /^src prints what looks like a result$/m,
  ])
    assert.match(of("dan").notes.join("\n"), note);
  assert.match(of("dan").exercises[0]?.lines[0] ?? "", /^✖ it ended the process itself/);
  assert.match(
    of("eve").notes.join("\n"),
    /^tests were handed in \(exercises\/day1-01-twice\/task\.test\.ts\)/m,
  );
  assert.match(
    of("eve").notes.join("\n"),
    /^exercises\/day1-01-twice\/answer\.ts imports from inside a day/m,
  );
  assert.doesNotMatch(
    of("cyd").notes.join("\n"),
    /imports from/,
    "a sentence that begins as ids do is no import",
  );
  assert.equal(of("eve").exercises[0]?.lines[0], "✖ one becomes two");
  assert.match(stdout, /^\d of 5 {2}ada: 2 of 2 tests, 1 of 1 exercises, [\d.]+ s$/m);
  const csv = readFileSync(join(dir, "results/grades.csv"), "utf8").split("\r\n");
  assert.match(csv[1] ?? "", /^ada,2,2,1,1,[\d.]+,$/);
  assert.match(readFileSync(join(dir, "results/eve.md"), "utf8"), /^# eve\n[\s\S]*### I2: two are two\n/);
  assert.deepEqual(readdirSync(join(root, ".course")), [], "nothing of theirs is left behind");
});

test("links are not followed, exercises alone need no day, and a learner may have any name", async (t) => {
  const root = exerciseCourse(t, submission("Zoë O'Hara #1/work", COUNT, RIGHT));
  const dir = join(root, "submissions");
  symlinkSync(join(root, "docs"), join(dir, "Zoë O'Hara #1/work/src/docs"));
  const { code, stdout, stderr } = await runScript("grade", ["--dir", dir, "--root", root, "--json"]);
  assert.equal(code, 0);
  const [zoe] = (JSON.parse(stdout) as { learners: Grade[] }).learners;
  assert.equal(zoe?.lessons, null);
  assert.deepEqual(zoe?.notes, ["links are not followed: src/docs"]);
  assert.match(stderr, /^1 of 1 {2}Zoë O'Hara #1: 1 of 1 exercises/);
});

test("limits of memory and time end a submission, and the class goes on", async (t) => {
  const root = exerciseCourse(t, {
    ...submission("ada", COUNT, RIGHT),
    ...submission("big", COUNT, "const all = [];\nfor (;;) all.push(new Array(1e5).fill({}));\n"),
    "other/slow/exercises/day1-01-twice/answer.ts": "await new Promise(() => {});\nexport {};\n",
  });
  const grade = async (dir: string, ...args: string[]) => {
    const { stdout } = await runScript("grade", [
      "--dir",
      join(root, dir),
      "--root",
      root,
      "--json",
      ...args,
    ]);
    return (JSON.parse(stdout) as { learners: Grade[] }).learners;
  };
  const [ada, big] = await grade("submissions", "--memory", "64", "--jobs", "2");
  assert.equal(ada?.exercises[0]?.isGreen, true);
  assert.equal(big?.exercises[0]?.lines[0], "✖ it needs more memory than it may have before any test");
  const [slow] = await grade("other", "--timeout", "0.001");
  assert.equal(slow?.exercises.some(({ isGreen }) => isGreen) ?? false, false);
  assert.deepEqual(slow?.notes, ["not graded to its end: it took more than 0.001 s"]);
});

test("what a learner wrote is text on a page, and no formula in a table", () => {
  const grade: Grade = {
    name: "=1+1",
    lessons: {
      day: 1,
      passed: 0,
      all: 1,
      failures: [{ test: "a *b*", file: "day1/a.test.ts", message: "``` out" }],
    },
    exercises: [],
    notes: ['says "no", loudly'],
    seconds: 1,
  };
  assert.match(toCsv([grade]), /^'=1\+1,0,1,0,0,1,"says ""no"", loudly"\r\n$/m);
  const page = toPage(grade);
  assert.match(page, /^### a \\\*b\\\*$/m);
  assert.match(page, /^````text\n``` out\n````$/m);
  assert.equal(summaryOf(grade), "0 of 1 tests");
});

test("wrong command lines are told, with exit code 2", async (t) => {
  const root = exerciseCourse(t, { "empty/readme": "", "empty/x.txt": "x" });
  for (const [args, message] of [
    [[], /--dir is missing/],
    [["--dir", join(root, "nowhere")], /is no folder/],
    [["--dir", join(root, "empty")], /there is no learner's folder/],
    [["--dir", root, "--day", "7"], /"7" is no day/],
    [["--dir", root, "--jobs", "0"], /--jobs takes a whole number/],
  ] as const) {
    const { code, stdout, stderr } = await runScript("grade", [...args]);
    assert.deepEqual([code, stdout], [2, ""], args.join(" "));
    assert.match(stderr, message);
  }
  assert.equal(existsSync(join(root, "results")), false);
});
