/** `npm run learn` when its own files are damaged, cut off, or cannot be written: it goes on, and says so. */

import assert from "node:assert/strict";
import { chmodSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readArguments } from "../../scripts/learn/arguments.ts";
import { check } from "../../scripts/learn/check.ts";
import { Course } from "../../scripts/learn/course.ts";
import { Desk } from "../../scripts/learn/desk.ts";
import { Disk, diskTrouble } from "../../scripts/learn/disk.ts";
import { checkOutcome } from "../../scripts/learn/look.ts";
import { Session } from "../../scripts/learn/session.ts";
import { use } from "../../scripts/learn/swap.ts";
import { ECHO, LearnCourse, LINES } from "./learn-fixture.ts";

function sessionOn(course: LearnCourse, disk: Disk, ...args: string[]): Session {
  return new Session(
    readArguments(["--root", course.root, ...args]),
    new Course(course.root),
    new Desk(course.root, disk),
  );
}

test("a state that was edited by hand: the history knows the lesson, and no file changes", async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.2");
  course.write("work/src/lines.ts", LINES);
  course.write(".course/state.json", '{ "version": 1, "lesson": "2.1", }');
  const { code, text } = await course.did("list");
  assert.equal(code, 0);
  assert.match(text, /^What is known about you was damaged .*\nIts history says: lesson 1\.2\.\n\nDay 1/);
  assert.match(text, /▶ 1\.2 {2}Lines/);
  assert.equal(course.read("work/src/lines.ts"), LINES);
  assert.ok(readdirSync(join(course.root, ".course")).some((name) => name.startsWith("state.json.damaged-")));
  assert.doesNotMatch((await course.did("list")).text, /damaged/);
});

test("state and history both gone: the files and a check say where one is", async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.2");
  await course.did("use", "--all");
  course.write("work/src/lines.ts", `${LINES}// mine\n`);
  for (const name of ["history", "objects"]) rmSync(join(course.root, ".course", name), { recursive: true });
  writeFileSync(join(course.root, ".course/state.json"), "\0\0\0");
  const { text } = await course.did("list");
  assert.match(text, /By the files in work\/ you are in lesson 1\.2\. No file was changed\./);
  assert.match(text, /✔ 1\.1[\s\S]*✔ 1\.2[\s\S]*· 2\.1/);
  assert.equal(course.read("work/src/lines.ts"), `${LINES}// mine\n`);
});

test("a command that was cut off is done by the next one, which says so", async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  const cut = new Disk((step, path) => {
    if (step === "move" && path.endsWith("index.ts")) throw new Error("killed");
  });
  course.write("work/src/index.ts", "// mine\n");
  assert.throws(() => use(sessionOn(course, cut, "use", "echo.ts", "index.ts")), /killed/);
  const { text } = await course.did("check");
  assert.match(
    text,
    /^The last command was cut off: it is done now\. npm run learn undo takes it back\.\n\n✔/,
  );
  await course.did("undo");
  assert.equal(course.read("work/src/index.ts"), "// mine\n");
});

test("a full disk: a check still says what it found, and that it is not saved; an act changes nothing", async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  course.write("work/src/echo.ts", ECHO);
  const full = new Disk((step, path) => {
    if (step === "write") throw Object.assign(new Error("no space left on device"), { code: "ENOSPC", path });
  });
  const session = sessionOn(course, full);
  const { code, lines } = checkOutcome(session, await check(session, session.underWay.lesson));
  assert.equal(code, 0);
  assert.match(lines.join("\n"), /✔ lesson 1\.1 is green[\s\S]*! not saved: the disk is full .*make room/);
  course.write("work/src/echo.ts", "// mine\n");
  assert.throws(
    () => use(sessionOn(course, full, "use", "echo.ts")),
    (error) => diskTrouble(error)?.startsWith("the disk is full") === true,
  );
  assert.equal(course.read("work/src/echo.ts"), "// mine\n");
});

test("a folder that may not be written is named, with exit code 3", {
  skip: process.getuid?.() === 0 && "root may write everywhere",
}, async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  chmodSync(join(course.root, ".course/history"), 0o500);
  const { code, stderr } = await course.learn("start", "1.2");
  assert.equal(code, 3);
  assert.match(stderr, /^this may not be written \(.*history/);
});
