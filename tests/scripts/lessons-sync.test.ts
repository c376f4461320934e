import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { changesOf, syncDiff, syncLines } from "../../scripts/lessons/sync-block.ts";
import { runScript } from "./cli-fixture.ts";
import { type LessonCourse, lessonCourse } from "./lesson-fixture.ts";

function commit({ root }: LessonCourse): void {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"];
  for (const args of [
    ["init", "-q"],
    ["add", "-A"],
    [...identity, "commit", "-q", "-m", "course"],
  ]) {
    const { status, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
    assert.equal(status, 0, stderr);
  }
}

test("a fix in a stage is carried into the blocks that show it, and the course is sound again", async (t) => {
  const course = lessonCourse(t);
  commit(course);
  course.edit("day1/src/double.ts", "return value * 2;", "const twice = value * 2;\n  return twice;");
  course.edit("day1/src/guard/guard.ts", "guard = 1", "guard = 2");
  course.edit("docs/day1/README.md", "| 10 | 5 |", "| 9 | 4 |");
  const before = course.pages();
  assert.match(before.join("\n"), /01-double\.md:42: the lessons end with another day1\/src\/double\.ts/);
  const { code, stdout } = await runScript("lessons-sync", ["--root", course.root]);
  assert.match(
    stdout,
    /^docs\/day1\/01-double\.md: rewrote the blocks of line 41; read the words around them$/m,
  );
  assert.match(stdout, /^docs\/day1\/given\.md: printed the given files$/m);
  assert.equal(code, 0, stdout);
  assert.deepEqual(course.pages(), []);
});

test("a fix at the seam of two blocks is told, and nothing is written", async (t) => {
  const course = lessonCourse(t);
  commit(course);
  const page = course.read("docs/day1/01-double.md");
  course.edit("day1/src/double.ts", "  return value * 2;", "  // Cheap.\n  return value * 2;");
  const { code, stdout } = await runScript("lessons-sync", ["--root", course.root]);
  assert.match(
    stdout,
    /^docs\/day1\/01-double\.md:33: look at it by hand: "\/\/ Cheap\." is new right below it$/m,
  );
  assert.match(
    stdout,
    /^docs\/day1\/01-double\.md:41: look at it by hand: "\/\/ Cheap\." is new right above it$/m,
  );
  assert.equal(code, 1);
  assert.equal(course.read("docs/day1/01-double.md"), page);
});

const before = ["class A {", "  one = 1;", "  two = 2;", "  three = 3;", "}"];

test("a block of a passing state that has a changed line is left to a person", () => {
  const changes = changesOf(before, ["class A {", "  one = 1;", "  two = 22;", "  three = 3;", "}"]);
  const thin = ["class A {", "  two = 2;", "}"];
  const synced = syncLines(thin, before, changes);
  assert.deepEqual(synced, {
    kind: "open",
    why: 'it shows a passing state, with a line that has changed: "two = 2;"',
  });
  assert.deepEqual(syncLines(["class A {", "  one = 1;", "}"], before, changes), { kind: "same" });
});

test("a change that reaches over the end of a block is left to a person", () => {
  const changes = changesOf(before, ["class A {", "  one = 1;", "  both = 5;", "}"]);
  const synced = syncLines(before.slice(0, 3), before, changes);
  assert.equal(synced.kind, "open");
  assert.deepEqual(syncLines(before, before, changes), {
    kind: "new",
    lines: ["class A {", "  one = 1;", "  both = 5;", "}"],
  });
});

test("what is new at the end of a file falls to its last block", () => {
  const changes = changesOf(before, [...before, "class B {}"]);
  assert.deepEqual(syncLines(before.slice(2), before, changes), {
    kind: "new",
    lines: ["  two = 2;", "  three = 3;", "}", "class B {}"],
  });
});

test("of a diff, what it adds is rewritten, and context that has changed is told", () => {
  const changes = changesOf(before, ["class A {", "  one = 1;", "  two = 22;", "  three = 3;", "}"]);
  assert.deepEqual(syncDiff(["   one = 1;", "+  two = 2;", "+  three = 3;"], before, changes), {
    kind: "new",
    lines: ["   one = 1;", "+  two = 22;", "+  three = 3;"],
  });
  assert.equal(syncDiff(["   two = 2;", "+  three = 3;"], before, changes).kind, "open");
});
