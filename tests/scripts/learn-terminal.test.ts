/** `npm run learn` in a terminal: the walk of a learner by keys and saves, and the terminal as it was when all is over. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ECHO, LearnCourse, LINES } from "./learn-fixture.ts";
import { LearnScreen } from "./learn-screen.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/learn.ts", import.meta.url));
const command = (course: LearnCourse) => [
  "--import",
  import.meta.resolve("tsx"),
  SCRIPT,
  "--root",
  course.root,
];
const skip = process.platform === "win32" && "its pseudo-terminal has no signals";

function learn(t: TestContext, course: LearnCourse, size?: { cols: number; rows: number }): LearnScreen {
  return new LearnScreen(t, process.execPath, command(course), size);
}

test("fresh, red, edited, green, next, hint, use, mine, reset, undo, kill -9, and on it goes", {
  skip,
}, async (t) => {
  const course = new LearnCourse(t);
  const screen = learn(t, course);
  const welcome = await screen.shows(/Where do you begin\?/);
  assert.match(
    welcome,
    /^In five days you build a web framework[\s\S]*\n {2}1\.1 {2}Echo: what[\s\S]*\n {2}2\.1 {2}Loud/,
  );
  screen.press("7.7\r");
  await screen.shows(/there is no lesson "7\.7"[\s\S]*Where do you begin/);
  screen.press("\r");

  const red = await screen.shows(/lesson 1 of 2: 0 of 1 {2}\(checked in/);
  assert.match(red, /^1\.1 {2}Echo: what comes goes back\n/);
  assert.match(red, /write {2}work\/src\/echo\.ts[\s\S]*✖ I1: what was sent[\s\S]*\[h\] hint/);
  course.write("work/src/echo.ts", ECHO);
  const green = await screen.shows(/lesson 1 of 2: 1 of 1, green {2}\(checked in/);
  assert.match(green, /✔ lesson 1\.1 is green: 1 test\n\nNext: 1\.2 Lines: a piece is no line/);

  screen.press("n");
  await screen.shows(/^1\.2 {2}Lines[\s\S]*✖ I2: a line that is cut[\s\S]*\(checked in/);
  screen.press("n");
  await screen.shows(/This lesson is not green yet/);
  screen.press("h");
  await screen.shows(/Hint 1 of 3\n\nyou see {3}a line is cut/);
  screen.press("l");
  await screen.shows(/✔ 1\.1 {2}Echo[\s\S]*▶ 1\.2 {2}Lines/);
  screen.press("r");
  await screen.shows(/docs\/day1\/02-lines\.md[\s\S]*… page 1 of \d+ \(\[space\], \[b\]\)/);
  screen.press(" ");
  await screen.shows(/… page 2 of \d+/);
  screen.press("\u001b[A");
  await screen.shows(/… page 1 of \d+/);
  course.write("work/src/lines.ts", LINES.replace("#rest = lines", "#rest = lines /* mine */"));
  await screen.shows(/ray\.Lines is not a constructor[\s\S]*\(checked in/);
  screen.press("d");
  await screen.shows(/-.*mine \*\/[\s\S]*\+export \{ Lines \}/);
  screen.press("u");
  await screen.shows(/\[1\] lines\.ts\n {2}\[2\] index\.ts\n {2}\[3\] examples\/main\.ts\n {2}\[a\] all/);
  screen.press("a");
  await screen.shows(/is the course's now[\s\S]*3 of 3, green {2}\(checked in/);

  // From a second terminal.
  await course.did("mine", "lines.ts");
  assert.match(course.read("work/src/lines.ts") ?? "", /mine/);
  await course.did("reset");
  await screen.shows(/ray\.Lines is not a constructor[\s\S]*\(checked in/);
  await course.did("undo");
  await screen.shows(/3 of 3, green {2}\(checked in/);
  assert.match(course.read("work/src/lines.ts") ?? "", /mine/);

  screen.kill("SIGKILL");
  await screen.exited;
  const again = learn(t, course);
  await again.shows(/^1\.2 {2}Lines[\s\S]*3 of 3, green {2}\(checked in/);
  again.press("n");
  await again.shows(/^2\.1 {2}Loud[\s\S]*lesson 2\.1: loud[\s\S]*\(checked in/);
  again.press("q");
  assert.equal((await again.exited).exitCode, 0);
});

test("however it ends, the terminal is as it was: keys are echoed, and lines are lines", {
  skip,
}, async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  const words = [process.execPath, ...command(course)].map((word) => `'${word}'`).join(" ");
  const pid = join(course.root, "pid");
  const shell = `${words} </dev/tty & echo $! >'${pid}'; wait $!; echo "code $?"; stty -a`;
  const terminate = () => process.kill(Number(course.read("pid")), "SIGTERM");
  for (const [how, end, code] of [
    ["q", (screen: LearnScreen) => screen.press("q"), 0],
    ["ctrl-c", (screen: LearnScreen) => screen.press("\u0003"), 130],
    ["SIGTERM", terminate, 143],
  ] as const) {
    const screen = new LearnScreen(t, "/bin/sh", ["-c", shell]);
    await screen.shows(/\[q\] quit/);
    assert.doesNotMatch(screen.text, /icanon/);
    end(screen);
    const left = await screen.shows(/icanon[\s\S]* -?echo /);
    assert.match(left, new RegExp(`code ${code}\\b`), `${how}: ${left}`);
    assert.match(left, / icanon /, how);
    assert.match(left, / echo /, how);
    await screen.exited;
  }
});

test("ctrl-z stops it, and the shell's fg brings the screen back", { skip }, async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  const words = [process.execPath, ...command(course)].map((word) => `'${word}'`).join(" ");
  const shell = `set -m; ${words}; echo "stopped with $?"; stty -a; read line; fg`;
  const screen = new LearnScreen(t, "/bin/sh", ["-c", shell]);
  await screen.shows(/\(checked in/);
  screen.press("\u001a");
  assert.match(await screen.shows(/stopped with[\s\S]* -?echo /), / icanon /);
  screen.press("\r");
  await screen.shows(/^1\.1 {2}Echo[\s\S]*\[q\] quit/);
  screen.press("l");
  await screen.shows(/▶ 1\.1/);
  screen.press("q");
  await screen.exited;
});

test("the quiz asks one after the other, and what was missed again", { skip }, async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.2");
  await course.did("use", "--all");
  await course.did("check");
  const quiz = () => new LearnScreen(t, process.execPath, [...command(course), "quiz"]);
  const first = quiz();
  await first.shows(/What does it print\? \(1 to 2, Enter ends\)/);
  first.press("2\r");
  await first.shows(/✖ 2\n[\s\S]*It prints 1[\s\S]*0 of 1 right\./);
  await first.exited;
  const second = quiz();
  await second.shows(/What does it print\? \(/);
  second.press("1\r");
  await second.shows(/✔ 1\n[\s\S]*1 of 1 right\./);
  const third = quiz();
  await third.shows(/No question is open/);
  assert.equal((await third.exited).exitCode, 0);
});

test("the screen fits: narrow, low, and when it is changed", { skip }, async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  const screen = learn(t, course, { cols: 40, rows: 16 });
  const small = await screen.shows(/0 of 1[\s\S]*\(checked in[\s\S]*quit/);
  const lines = small.split("\n");
  assert.equal(lines[0], "1.1  Echo: what comes goes back");
  assert.ok(lines.length < 16 && lines.every((text) => [...text].length <= 40), small);
  assert.match(small, /… page 1 of \d+/);
  screen.resize(120, 45);
  const large = await screen.shows(/✖ I1: what was sent comes back, byte by byte[\s\S]*quit$/);
  assert.doesNotMatch(large, /… page/);
});
