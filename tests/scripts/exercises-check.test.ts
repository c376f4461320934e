/** `npm run exercises:check`: what is fair passes, and each rule has a violation that is found by name. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { runScript } from "./cli-fixture.ts";
import { below, exerciseCourse, exerciseFiles, wrongAnswer } from "./exercises-fixture.ts";

const TASK = "exercises/day1/01-twice";
const DEFECT = "exercises/day1/break-1-half";

/** The problems, without the lines that count. */
async function problemsOf(t: TestContext, changes: Record<string, string>, ...args: string[]) {
  const root = exerciseCourse(t, changes);
  const { code, stdout, stderr } = await runScript("exercises-check", ["day1", ...args, "--root", root]);
  assert.equal(stderr, "");
  const lines = stdout.trimEnd().split("\n").slice(0, -1);
  const problems = lines.filter((line) => !/^day \d: /.test(line));
  assert.equal(code, problems.length === 0 ? 0 : 1, stdout);
  return { root, problems, last: stdout.trimEnd().split("\n").at(-1) ?? "" };
}

test("a fair course passes, and is counted", async (t) => {
  const { problems, last } = await problemsOf(t, {});
  assert.deepEqual(problems, []);
  assert.match(last, /^1 exercises, 3 tests, 4 answers, 1 defects: 0 problems \(/);
});

test("asked for all, it wants five exercises and two defects a day", async (t) => {
  const root = exerciseCourse(t);
  const { code, stdout } = await runScript("exercises-check", ["--root", root]);
  assert.equal(code, 1);
  assert.match(stdout, /^exercises\/day1: 1 exercises; 5 at least$/m);
  assert.match(stdout, /^exercises\/day5: 0 defects; 2 at least$/m);
});

test("a starter that is green before anything is written, one that does not load", async (t) => {
  const two = below("exercises/day1/02-loads", {
    ...exerciseFiles,
    "README.md": (exerciseFiles["README.md"] as string).replaceAll("day1/01", "day1/02"),
    "starter.ts": 'throw new Error("too early");\nexport function double(): number {\n  return 0;\n}\n',
  });
  const { problems } = await problemsOf(t, {
    ...two,
    [`${TASK}/starter.ts`]: "export function double(value: number): number {\n  return value * 0;\n}\n",
  });
  assert.deepEqual(problems, [
    `${TASK}/starter.ts: "zero stays zero" is green before anything is written`,
    "exercises/day1/02-loads/starter.ts: cannot be imported: Error: too early",
  ]);
});

test("a solution that fails, and too few tests without the invariant", async (t) => {
  const few = (exerciseFiles["task.test.ts"] as string)
    .replace("I2: two", "two")
    .replace(/test\("zero.*\n/, "")
    .replace("double(1), 2", "double(1), 3");
  const { problems } = await problemsOf(t, {
    [`${TASK}/task.test.ts`]: few,
    [`${TASK}/wrong/plus-two.ts`]: wrongAnswer("3", "two becomes four"),
    [`${TASK}/wrong/square.ts`]: wrongAnswer("value * value - value", "two becomes four"),
  });
  assert.deepEqual(problems, [
    `${TASK}/solution.ts: "one becomes two" fails`,
    `${TASK}/solution.ts: 2 tests; a task has 3 at least`,
    `${TASK}/solution.ts: no test is called "I2: …", which the README promises`,
    `${TASK}/wrong/square.ts: it fails every test: a wrong answer is nearly right, or it teaches nothing`,
  ]);
});

test("a wrong answer that passes, one that another test refuses, one that names no test", async (t) => {
  const { problems } = await problemsOf(t, {
    [`${TASK}/wrong/plus-two.ts`]: wrongAnswer("value + 2", "two becomes four"),
    [`${TASK}/wrong/right.ts`]: wrongAnswer("value << 1", "one becomes two"),
    [`${TASK}/wrong/square.ts`]: wrongAnswer("value * value", "one becomes three"),
  });
  assert.deepEqual(problems, [
    `${TASK}/wrong/plus-two.ts: it names "two becomes four", and no test is called so`,
    `${TASK}/wrong/right.ts: "one becomes two" does not refuse it; it passes all tests`,
    `${TASK}/wrong/square.ts: it names "one becomes three", and no test is called so`,
  ]);
  const other = await problemsOf(t, {
    [`${TASK}/wrong/square.ts`]: wrongAnswer("value * value", "zero stays zero"),
  });
  assert.deepEqual(other.problems, [
    `${TASK}/wrong/square.ts: "zero stays zero" does not refuse it; what fails is "one becomes two"`,
  ]);
});

test("hints that give the solution away, or show what is not in it", async (t) => {
  const hints = (exerciseFiles["hints.md"] as string)
    .replace("At the operators.", "At `return value + value;`.")
    .replace("+  return value + value;", "+  return 2 * value;");
  const { problems } = await problemsOf(t, { [`${TASK}/hints.md`]: hints });
  assert.deepEqual(problems, [
    `${TASK}/hints.md: level 2 gives away a line of the solution: return value + value;`,
    `${TASK}/hints.md: level 4 shows a line that the solution does not have: return 2 * value;`,
  ]);
  const ladder = hints.replace("## 3. In words", "## 3. More");
  assert.deepEqual((await problemsOf(t, { [`${TASK}/hints.md`]: ladder })).problems, [
    `${TASK}/hints.md: the headings must be "1. A question", "2. Where to look", "3. In words", "4. The patch"`,
  ]);
});

test("a README without its parts, and files that are missing", async (t) => {
  const readme = (exerciseFiles["README.md"] as string)
    .replace("Day 1 · I2", "Day 1 · I2, I7")
    .replace("## Why it matters", "## Why")
    .replace("check day1/01", "check day1/02");
  const { problems } = await problemsOf(t, {
    [`${TASK}/README.md`]: readme,
    [`${TASK}/wrong/square.ts`]: "export const double = (value: number): number => value * value;\n",
  });
  assert.deepEqual(problems.slice(0, 5), [
    `${TASK}/README.md: its parts must be The task, Why it matters, Begin`,
    `${TASK}/README.md: "Begin" must show: npm run exercise -- check day1/01`,
    `${TASK}/README.md: day 1 has no invariant I7`,
    `${TASK}/wrong/square.ts: its header has no "Misunderstanding: …"`,
    `${TASK}/wrong/square.ts: its header has no 'Killed by: "…"' that names a test`,
  ]);
  const gone = await problemsOf(t, { [`${TASK}/solution.ts`]: "" });
  assert.deepEqual(gone.problems, [`${TASK}/solution.ts: is missing or empty`]);
});

test("an answer that reaches behind the faces of its day", async (t) => {
  const text = `import "node:fs";\nimport "../../../day1/src/index.ts";\nimport { count } from "../../../day1/src/count.ts";\nvoid count;\n`;
  const { problems } = await problemsOf(t, {
    "day1/src/index.ts": "export {};\n",
    [`${TASK}/solution.ts`]: text + exerciseFiles["solution.ts"],
    "exercises/tsconfig.json": "",
  });
  assert.deepEqual(problems, [
    `${TASK}/solution.ts: it imports "../../../day1/src/count.ts", which is no face of day 1`,
  ]);
});

test("a starter that does not compile", async (t) => {
  const text = (exerciseFiles["starter.ts"] as string).replace("number): number", "nomber): number");
  const { problems } = await problemsOf(t, { [`${TASK}/starter.ts`]: text });
  assert.equal(problems.length, 1);
  assert.match(problems[0] ?? "", /^exercises\/day1\/01-twice\/starter\.ts\(1,\d+\): error TS2552/);
});

test("a defect that does not apply, that gives itself away, whose tests are others", async (t) => {
  const story = "# Less\n\nLook at count.ts.\n";
  const { problems } = await problemsOf(t, { [`${DEFECT}/README.md`]: story });
  assert.deepEqual(problems, [
    `${DEFECT}: README.md needs a title and: npm run exercise -- break day1/1`,
    `${DEFECT}: README.md gives the place away: count.ts`,
  ]);
  const moved = await problemsOf(t, { "day1/src/count.ts": "export const count = () => 7;\n" });
  assert.deepEqual(moved.problems, [`${DEFECT}/defect.patch: it does not apply to day1/src/count.ts`]);
});

test("tests that were renamed are told, and taken over with --write", async (t) => {
  const answer = {
    invariant: "I2",
    files: ["tests/day1/count.test.ts"],
    tests: ["two are three"],
    why: "Half.",
  };
  const changes = { [`${DEFECT}/answer.json`]: JSON.stringify(answer) };
  assert.deepEqual((await problemsOf(t, changes)).problems, [
    `${DEFECT}: "two are three" does not see the defect`,
    `${DEFECT}: "two are two" fails, and is not named`,
  ]);
  const { root, problems } = await problemsOf(t, changes, "--write");
  assert.deepEqual(problems, []);
  const written = JSON.parse(readFileSync(join(root, DEFECT, "answer.json"), "utf8"));
  assert.deepEqual(written, { ...answer, tests: ["two are two"] });
});

test("a patch whose file has changed around it is written anew with --write, if its lines still stand there", async (t) => {
  const moved =
    "/** Other words. */\nexport const one = 1;\n\nexport function count(all: readonly unknown[], list = all): number {\n  return list.length;\n}\n";
  const changes = { "day1/src/count.ts": moved };
  assert.deepEqual((await problemsOf(t, changes)).problems, [
    `${DEFECT}/defect.patch: it does not apply to day1/src/count.ts`,
  ]);
  const { root, problems } = await problemsOf(t, changes, "--write");
  assert.deepEqual(problems, []);
  assert.match(
    readFileSync(join(root, DEFECT, "defect.patch"), "utf8"),
    /^@@ -4,3 \+4,3 @@\n export function count/m,
  );
  const twice = { "day1/src/count.ts": `${moved}${moved.replace("count", "again").replace("one", "two")}` };
  assert.equal((await problemsOf(t, twice, "--write")).problems.length, 1);
});

test("a wrong command line is one line and exit code 2", async () => {
  for (const args of [["day9"], ["day1", "day2"], ["--nonsense"], ["day1/99"]]) {
    const { code, stdout, stderr } = await runScript("exercises-check", args);
    assert.deepEqual([code, stdout, stderr.trimEnd().split("\n").length], [2, "", 1], args.join(" "));
  }
});
