/** `npm run learn` without a terminal: a learner's way through three lessons, command by command. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { COMMANDS, readArguments, usage } from "../../scripts/learn/arguments.ts";
import { run } from "../../scripts/learn/commands.ts";
import { toJson, UsageError } from "../../scripts/learn/outcome.ts";
import { ECHO, LearnCourse, LINES } from "./learn-fixture.ts";

test("the way through a course: red, edited, green, next, use, mine, reset, undo, the last lesson", async (t) => {
  const course = new LearnCourse(t);
  const learn = async (code: number, ...args: string[]) => {
    const { code: came, text } = await course.did(...args);
    assert.equal(came, code, `${args.join(" ")}: ${text}`);
    return text;
  };
  const skeleton = 'throw new Error("lesson 1.1: startEcho");';

  const { code, stdout: first } = await course.learn();
  assert.equal(code, 1);
  assert.match(first, /^In five days you build a web framework/);
  assert.match(first, /Lesson 1\.1: Echo: what comes goes back\n\(1 of 2 of day 1, about 10 minutes\)/);
  assert.match(
    first,
    /write {2}work\/src\/echo\.ts\nwrite {2}work\/src\/index\.ts\ngiven {2}work\/src\/log\.ts/,
  );
  assert.match(first, /✖ I1: what was sent comes back.*\n.*\n\n {2}Error: lesson 1\.1: startEcho/);
  assert.match(first, /I1 {2}What comes goes back, byte by byte\./);
  assert.match(first, /page {2}docs\/day1\/01-echo\.md:\d+, "Listening"/);
  assert.match(first, /lesson 1 of 2: 0 of 1\n/);
  assert.ok(course.read("work/src/echo.ts")?.includes(skeleton));

  course.write("work/src/echo.ts", ECHO);
  const green = await learn(0, "check");
  assert.match(
    green,
    /✔ lesson 1\.1 is green: 1 tests?\n[\s\S]*day 1 \[######------\] 1\/2 {2}course \[####--------\] 1\/3/,
  );
  assert.match(await learn(0, "list"), /✔ 1\.1 {2}Echo.*\n {2}· 1\.2/);

  assert.match(await learn(0, "next"), /Lesson 1\.2: Lines/);
  assert.equal(course.read("work/src/echo.ts"), ECHO, "the learner's own stays");
  assert.equal(course.read("work/examples/main.ts"), null, "a program has no skeleton");
  assert.match(await learn(1, "next"), /Lesson 1\.2 is not green yet\.\n✖ I2: a line that is cut/);
  course.write("work/src/lines.ts", LINES);
  assert.match(await learn(1, "check"), /ray\.Lines is not a constructor/);
  course.write("work/src/index.ts", 'export { startEcho } from "./echo.ts";\nexport * from "./lines.ts";\n');
  assert.match(await learn(1, "check"), /there is no examples\/main\.ts yet[\s\S]*2 of 3/);

  assert.match(await learn(0, "hint"), /^Hint 1 of 3\n\nyou see {3}a line is cut/);
  assert.match(await learn(0, "hint"), /^Hint 2 of 3/);
  assert.match(await learn(0, "hint"), /^Hint 3 of 3[\s\S]*console\.log[\s\S]*that was the last/);
  assert.match(await learn(0, "hint", "--level", "1"), /^Hint 1 of 3/);
  assert.match(await learn(1, "hint", "--level", "9"), /There are 3 hints/);
  assert.match(await learn(0, "diff", "index.ts"), /-export \* from "\.\/lines\.ts";\n\+export \{ Lines \}/);
  await assert.rejects(course.did("use"), /use which one\? lines\.ts, index\.ts, examples\/main\.ts/);
  assert.match(
    await learn(0, "use", "examples/main.ts", "work/src/index.ts"),
    /work\/src\/index\.ts is the course's now/,
  );
  assert.match(await learn(0, "check"), /3 of 3, green/);
  const { stdout: printed } = await course.learn("work");
  assert.equal(printed, "one two\n");
  assert.match(await learn(0, "mine", "index.ts"), /work\/src\/index\.ts is yours again/);
  assert.match(course.read("work/src/index.ts") ?? "", /export \*/);
  await learn(0, "check");

  assert.match(await learn(0, "quiz"), /What does it print\?[\s\S]* {2}2 {2}2\n/);
  assert.match(await learn(1, "quiz", "--answer", "2"), /✖ 2\n {2}a piece is no line\.\n\nIt prints 1/);
  assert.match(await learn(0, "quiz", "--answer", "1"), /✔ 1/);
  assert.match(await learn(0, "quiz"), /No question is open/);

  await learn(0, "reset", "lines.ts");
  assert.match(course.read("work/src/lines.ts") ?? "", /lesson 1\.2: Lines\.push/);
  await learn(0, "reset");
  assert.equal(course.read("work/examples/main.ts"), null);
  await learn(0, "undo");
  await learn(0, "undo");
  assert.equal(course.read("work/src/lines.ts"), LINES);
  assert.match(
    await learn(0, "undo", "--list"),
    /start 1\.1\n.*next\n.*use examples\/main\.ts index\.ts\n.*mine index\.ts\n.*reset lines\.ts\n.*reset\n.*undo reset/,
  );

  assert.match(
    await learn(0, "next"),
    /Lesson 2\.1[\s\S]*work\/src\/index\.ts is now the course's, in its final form; yours is kept/,
  );
  await learn(0, "use");
  assert.match(await learn(0, "check"), /day 2 \[############\] 1\/1 {2}course \[############\] 3\/3/);
  assert.match(await learn(0, "next"), /was the last one/);
  assert.match(await learn(0, "start", "1.1"), /undo brings it back/);
  assert.equal(course.read("work/src/loud.ts"), null);
  await learn(0, "undo");
  assert.match(course.read("work/src/loud.ts") ?? "", /toUpperCase/);
});

test("--json is Exercism's format version 3, for every command", async (t) => {
  const course = new LearnCourse(t);
  const red = await course.learn("--json");
  assert.equal(red.code, 1);
  const result = JSON.parse(red.stdout);
  assert.deepEqual(Object.keys(result), ["version", "status", "message", "tests"]);
  assert.deepEqual([result.version, result.status, result.message], [3, "fail", null]);
  const [only] = result.tests;
  assert.deepEqual(
    [only.name, only.status, only.message, only.task_id],
    ["I1: what was sent comes back, byte by byte", "fail", "Error: lesson 1.1: startEcho", 1],
  );
  course.write("work/src/echo.ts", ECHO.replace("return bytes;", "return 7;"));
  const json = async (...args: string[]) => {
    const outcome = await run(readArguments(["--root", course.root, ...args]));
    assert.ok(outcome !== null);
    return JSON.parse(toJson(outcome));
  };
  const types = await json("check");
  assert.equal(types.status, "fail");
  assert.match(types.tests[0].message, /^Type 'number' is not assignable to type 'Buffer.*\(TS2322\)$/s);
  assert.match(types.tests[0].name, /^type check: src\/echo\.ts:\d+:\d+$/);
  const list = await json("list");
  assert.deepEqual(
    list.tests.map(({ name }: { name: string }) => name.slice(0, 3)),
    ["1.1", "1.2", "2.1"],
  );
  assert.match((await json("undo")).message, /nothing to take back/i);
  const wrong = JSON.parse((await course.learn("use", "nothing.ts", "--json")).stdout);
  assert.deepEqual([wrong.status, wrong.tests], ["error", []]);
});

test("a wrong command line is one line and exit code 2", async (t) => {
  const course = new LearnCourse(t);
  const typed = await course.learn("chekc");
  assert.deepEqual([typed.code, typed.stdout], [2, ""]);
  assert.equal(typed.stderr, 'there is no command "chekc": did you mean "check"?\n');
  const wrong = async (args: string[], says: RegExp) => {
    const isOne = (error: unknown) =>
      error instanceof UsageError && says.test(error.message) && !error.message.includes("\n");
    await assert.rejects(() => course.did(...args), isOne, args.join(" "));
  };
  await wrong(["--jsno"], /Unknown option '--jsno'/);
  await wrong(["check"], /no lesson is under way: npm run learn start 1\.1/);
  await wrong(["start"], /start needs the number of a lesson/);
  await wrong(["start", "1.7"], /there is no lesson 1\.7: day 1 has 1\.1 to 1\.2/);
  await wrong(["start", "linse"], /there is no lesson "linse": did you mean "lines"\?/);
  await course.did("start", "lines");
  await wrong(["use", "lnes.ts"], /the lesson has no file "lnes\.ts": did you mean "lines\.ts"\?/);
  await wrong(["list", "what"], /list takes no "what"/);
  await wrong(["hint", "--level", "0"], /--level takes a number from 1 on/);
  await wrong(["undo", "--to", "99"], /there is no number 99/);
  const help = await course.learn("--help");
  assert.equal(help.code, 0);
  for (const command of COMMANDS)
    if (!["watch", "help"].includes(command)) assert.match(usage, new RegExp(`\\b${command}\\b`));
});

test("what the machine does not give is exit code 3, and a sentence", async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  assert.equal((await course.did("doctor")).code, 0);
  writeFileSync(join(course.root, ".course/state.json"), '{"version":9}');
  const newer = await course.learn("check");
  assert.deepEqual([newer.code, newer.stdout], [3, ""]);
  assert.match(newer.stderr, /^a newer version of the course has written \.course/);
  rmSync(join(course.root, ".course"), { recursive: true });
  course.write("docs/day1/01-echo.md", "no head");
  const page = await course.learn("list");
  assert.deepEqual([page.code, page.stdout], [3, ""]);
  assert.match(page.stderr, /^a page of the course is damaged: docs\/day1\/01-echo\.md:1: there is no head/);
  const doctor = await course.learn("doctor");
  assert.equal(doctor.code, 3);
  assert.match(doctor.stdout, /✖ lessons: a page of the course is damaged/);
  assert.ok(!existsSync(join(course.root, ".course")), "the doctor leaves nothing behind");
  assert.ok(readdirSync(course.root).includes("work"));
});

test("used twice, and changed in between: mine is what the learner wrote, and undo has the rest", async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  course.write("work/src/echo.ts", "// mine\n");
  course.write("work/src/own.ts", "// a file of the learner's\n");
  await course.did("use", "echo.ts");
  course.write("work/src/echo.ts", "// the course's, changed\n");
  await course.did("use", "--all");
  assert.equal(course.read("work/src/echo.ts"), ECHO);
  assert.equal(course.read("work/src/own.ts"), null, "the folder is the course's, and nothing else");
  await course.did("mine");
  assert.equal(course.read("work/src/echo.ts"), "// mine\n");
  assert.equal(course.read("work/src/own.ts"), "// a file of the learner's\n");
  assert.equal((await course.did("mine")).code, 1, "all are the learner's already");
  await course.did("undo");
  await course.did("undo");
  assert.equal(course.read("work/src/echo.ts"), "// the course's, changed\n");
});

test("in the last hint, a change of lines stands apart from the lines that it changes", async (t) => {
  const course = new LearnCourse(t);
  const page = "docs/day1/01-echo.md";
  const change = "```diff file=echo.ts\n export interface Echo {\n+  /** A free one. */\n```\n\n### The face";
  course.write(
    page,
    (course.read(page) ?? "").replace("### The face", () => change),
  );
  await course.did("start", "1.1");
  const { text } = await course.did("hint", "--level", "3");
  assert.match(
    text,
    /\n\}\n\nthen change it:\n\n export interface Echo \{\n\+ {2}\/\*\* A free one\. \*\/\n/,
  );
});
