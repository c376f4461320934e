/** `npm run exercise`: from the starter to the solution, without a terminal, and nothing is ever lost. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { runScript } from "./cli-fixture.ts";
import { exerciseCourse, exerciseFiles } from "./exercises-fixture.ts";

const ANSWER = "work/exercises/day1-01-twice/answer.ts";

interface Learner {
  readonly root: string;
  run(...args: string[]): ReturnType<typeof runScript>;
  write(text: string): void;
  read(): string;
}

function learner(t: TestContext, changes: Record<string, string> = {}): Learner {
  const root = exerciseCourse(t, changes);
  return {
    root,
    run: (...args) => runScript("exercise", [...args, "--root", root]),
    write: (text) => writeFileSync(join(root, ANSWER), text),
    read: () => readFileSync(join(root, ANSWER), "utf8"),
  };
}

test("from the starter to the solution", async (t) => {
  const { run, write, read } = learner(t);
  const begun = await run("start", "1.1");
  assert.equal(begun.code, 0);
  assert.match(begun.stdout, /^# Twice\n/);
  assert.equal(read(), exerciseFiles["starter.ts"]);
  const red = await run("check");
  assert.equal(red.code, 1);
  assert.match(red.stdout, /^✖ I2: two becomes four\n {4}Error: day1\/01: write double\n/);
  assert.match(red.stdout, /\n {2}I2 {2}A whole is the sum of its parts\.\n/);
  assert.match(red.stdout, /\n.*: 0 of 3\nNothing is written yet: work/);
  const closed = await run("solution");
  assert.deepEqual([closed.code, closed.stdout.includes("value + value")], [1, false]);
  write("export const double = (value: number): number => value * value;\n");
  const nearly = await run("check", "twice");
  assert.match(
    nearly.stdout,
    /^✖ one becomes two\n[\s\S]*: 2 of 3\nStuck\? npm run exercise -- hint day1\/01\n/,
  );
  assert.doesNotMatch(nearly.stdout, /zero|two becomes/, "only the first one that fails is told");
  write("export const double = (value: number): number => value * 2;\n");
  const green = await run("check");
  assert.deepEqual([green.code, green.stdout.split("\n")[0]], [0, "✔ day1/01 Twice: 3 of 3, green"]);
  const open = await run("solution");
  assert.equal(open.code, 0);
  assert.match(
    open.stdout,
    /return value \+ value;[\s\S]*- exercises\/.*square\.ts: a square is a double\.\n/,
  );
  assert.match((await run()).stdout, /✔ day1\/01 {2}Twice \(I2, 10 min\)/);
});

test("hints go up one by one, and giving up opens the solution and is noted", async (t) => {
  const { run } = learner(t);
  await run("start", "day1/01");
  for (const level of [1, 2, 3, 4, 4])
    assert.match((await run("hint")).stdout, new RegExp(`^day1/01, hint ${level} of 4: `));
  assert.match((await run("hint", "--level", "2")).stdout, /At the operators\./);
  assert.equal((await run("solution", "day1/01", "--give-up")).code, 0);
  assert.equal((await run("solution")).code, 0, "once open, it stays open");
  assert.match((await run("list", "day1")).stdout, /– day1\/01/);
});

test("nothing is lost: a second start changes nothing, --again keeps what it replaces, undo goes both ways", async (t) => {
  const { run, write, read } = learner(t);
  await run("start", "day1/01");
  write("// mine\n");
  assert.match((await run("start", "day1/01")).stdout, /You have begun already/);
  assert.equal(read(), "// mine\n");
  assert.match((await run("start", "day1/01", "--again")).stdout, /What you had is kept/);
  assert.equal(read(), exerciseFiles["starter.ts"]);
  write("// another\n");
  await run("start", "day1/01", "--again");
  assert.equal((await run("undo")).code, 0);
  assert.equal(read(), "// another\n");
  assert.equal((await run("undo")).code, 0);
  assert.equal(read(), exerciseFiles["starter.ts"], "undo can be undone");
});

test("a state that is damaged is put aside, and one of a later version is not touched", async (t) => {
  const { root, run } = learner(t);
  await run("start", "day1/01");
  const file = join(root, ".course/exercises.json");
  writeFileSync(file, '{ "version": 1, "current"');
  const after = await run("check", "day1/01");
  assert.match(after.stdout, /^What was known of your exercises could not be read/);
  const names = readdirSync(join(root, ".course"));
  assert.equal(names.filter((name) => name.startsWith("exercises.json.damaged-")).length, 1);
  writeFileSync(file, '{ "version": 2 }');
  const newer = await run("list");
  assert.deepEqual([newer.code, newer.stdout], [3, ""]);
  assert.match(newer.stderr, /newer version/);
  assert.equal(readFileSync(file, "utf8"), '{ "version": 2 }');
});

test("each kind of trouble is told as what it is", async (t) => {
  const { run, write } = learner(t);
  await run("start", "day1/01");
  const tell = async (text: string) => {
    write(text);
    const { code, stdout } = await run("check");
    assert.equal(code, 1, stdout);
    return stdout;
  };
  assert.match(
    await tell("// @ts-nocheck\nprocess.exit(0);\nexport {};\n"),
    /^✖ it ended the process itself/,
  );
  assert.match(
    await tell("// @ts-nocheck\nthrow new Error('early');\nexport {};\n"),
    /^✖ your answer cannot be imported\n {4}Error: early/,
  );
  assert.match(await tell("export const other = 1;\n"), /the answer exports no double/);
  assert.match(await tell("export const double: number = 'x';\n"), /^✖ a type error in answer\.ts:1:14\n/);
  assert.match(await tell("export const = ;\n"), /^✖ a syntax error in answer\.ts:1:14\n/);
  const flood =
    "// @ts-nocheck\nsetInterval(() => console.log('flood'.repeat(1000)), 0);\nawait new Promise(() => {});\nexport {};\n";
  assert.match(await tell(flood), /^✖ it floods the terminal before any test\n {2}printed: flood/);
});

test("a program gets JSON, in Exercism's format", async (t) => {
  const { run, write } = learner(t);
  await run("start", "day1/01");
  write("export const double = (value: number): number => value * value;\n");
  const { code, stdout } = await run("check", "--json");
  const { version, status, tests } = JSON.parse(stdout);
  assert.deepEqual([code, version, status], [1, 3, "fail"]);
  assert.deepEqual(
    tests.map((each: { name: string; status: string }) => `${each.status} ${each.name}`),
    ["pass I2: two becomes four", "pass zero stays zero", "fail one becomes two"],
  );
});

test("a defect is laid, guessed and found, and proved by the tests", async (t) => {
  const { root, run } = learner(t);
  const begun = await run("break", "day1/1");
  assert.match(begun.stdout, /^# Less than half\n/);
  const copy = join(root, "work/break/day1-1/src/count.ts");
  assert.match(readFileSync(copy, "utf8"), /length >> 1/);
  const wrong = await run("break", "1.1", "I3", "count.ts:3");
  assert.equal(wrong.code, 1);
  assert.match(wrong.stdout, /✖ I3: another one is broken\n✔ count\.ts:3: there it is\n/);
  writeFileSync(copy, "// mine\n");
  const found = await run("break", "day1/1", "I2", "work/break/day1-1/src/count.ts:4");
  assert.equal(found.code, 0);
  assert.match(found.stdout, /^✔ found\n[\s\S]*Half of it is lost\.[\s\S]*✖ I2: two are two\n/);
  assert.equal(readFileSync(copy, "utf8"), "// mine\n", "the learner's copy is theirs");
  await run("break", "day1/1", "--again");
  assert.match(readFileSync(copy, "utf8"), /length >> 1/);
  const state = JSON.parse(readFileSync(join(root, ".course/exercises.json"), "utf8"));
  assert.equal(state.kept.length, 1);
  assert.equal(existsSync(join(root, ".course/objects")), true);
});

test("wrong command lines are told, with exit code 2", async (t) => {
  const { run } = learner(t);
  for (const [args, message] of [
    [["chck"], /there is no command "chck": did you mean "check"\?/],
    [["start"], /start needs a name/],
    [["check"], /which one\?/],
    [["start", "9.9"], /No exercise "9\.9"/],
    [["hint", "--level", "7"], /--level takes a number from 1 to 4/],
    [["break", "day1/1", "I2"], /an answer is an invariant and a line/],
    [["list", "--nonsense"], /nonsense/],
  ] as const) {
    const { code, stdout, stderr } = await run(...args);
    assert.deepEqual([code, stdout], [2, ""], args.join(" "));
    assert.match(stderr, message);
  }
});
