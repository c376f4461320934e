/** What `npm run days:carry` copies, what it leaves alone, and what it says about it. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { FixtureCourse } from "./fixture-course.ts";

const CONN = "day1/src/net/conn.ts";

test("a fix is carried to three later days, and the check is content again", (t) => {
  const course = new FixtureCourse(t).addDay4().commit();
  course.edit(CONN, "line4 = 4", "line4 = 44");
  const { code, lines } = course.run("days-carry", CONN);
  assert.deepEqual(lines, [
    "day2: carried net/conn.ts",
    "day3: carried net/conn.ts",
    "day4: carried net/conn.ts",
  ]);
  assert.equal(code, 0);
  for (const day of [2, 3, 4]) assert.equal(course.read(`day${day}/src/net/conn.ts`), course.read(CONN));
  assert.equal(course.run("days-check").code, 0);

  const again = course.run("days-carry", CONN);
  assert.equal(again.code, 0);
  assert.equal(again.lines[0], "day2: nothing to do, net/conn.ts is identical");
});

test("a path without a day means the day of birth, and an absolute path works too", (t) => {
  const course = new FixtureCourse(t).commit();
  course.edit("day2/src/router/router.ts", "Route", "Path");
  assert.deepEqual(course.run("days-carry", "router/router.ts").lines, ["day3: carried router/router.ts"]);
  course.edit(CONN, "line4 = 4", "line4 = 44");
  assert.equal(course.run("days-carry", join(course.root, CONN)).code, 0);
  assert.match(course.read("day3/src/net/conn.ts"), /line4 = 44/);
});

test("a course inside a larger repository is carried as well", (t) => {
  const outer = new FixtureCourse(t);
  for (const path of [CONN, "day2/src/net/conn.ts", "day3/src/net/conn.ts"]) {
    outer.write(`course/${path}`, outer.read(path));
    outer.remove(path);
  }
  outer.write("course/days.json", outer.read("days.json"));
  outer.commit();
  outer.edit(`course/${CONN}`, "line4 = 4", "line4 = 44");
  const { code, lines } = outer.run("days-carry", "--root", join(outer.root, "course"), CONN);
  assert.deepEqual(lines, ["day2: carried net/conn.ts", "day3: carried net/conn.ts"]);
  assert.equal(code, 0);
});

test("a later copy with edits of its own is left alone, and the other days are still served", (t) => {
  const course = new FixtureCourse(t).commit();
  course.edit(CONN, "line4 = 4", "line4 = 44");
  course.edit("day2/src/net/conn.ts", "line9 = 9", "line9 = 99");
  const before = course.read("day2/src/net/conn.ts");
  const { code, lines } = course.run("days-carry", CONN);
  assert.equal(code, 1);
  assert.match(lines[0] ?? "", /^day2: left net\/conn\.ts alone: it has edits of its own.*--force$/);
  assert.equal(lines[1], "day3: carried net/conn.ts");
  assert.equal(course.read("day2/src/net/conn.ts"), before);
});

test("--force overwrites a later copy and keeps its old text beside", (t) => {
  const course = new FixtureCourse(t).commit();
  course.edit(CONN, "line4 = 4", "line4 = 44");
  course.edit("day2/src/net/conn.ts", "line9 = 9", "line9 = 99");
  const before = course.read("day2/src/net/conn.ts");
  const { code, lines } = course.run("days-carry", CONN, "--force");
  assert.equal(code, 0);
  assert.equal(course.read("day2/src/net/conn.ts"), course.read(CONN));
  const kept =
    /^day2: overwrote net\/conn\.ts; its old text is kept in (.+)$/.exec(lines[0] ?? "")?.[1] ?? "";
  t.after(() => rmSync(dirname(kept), { recursive: true, force: true }));
  assert.equal(readFileSync(kept, "utf8"), before);
});

test("without a commit a differing copy is left alone, and a missing one is created", (t) => {
  const course = new FixtureCourse(t);
  course.edit(CONN, "line4 = 4", "line4 = 44");
  course.remove("day3/src/net/conn.ts");
  const { code, lines } = course.run("days-carry", CONN);
  assert.equal(code, 1);
  assert.match(
    lines[0] ?? "",
    /^day2: left net\/conn\.ts alone: .* git has no earlier version \(.+\)\. .*--force$/,
  );
  assert.equal(lines[1], "day3: created net/conn.ts");
  assert.doesNotMatch(course.read("day2/src/net/conn.ts"), /44/);
  assert.match(course.read("day3/src/net/conn.ts"), /44/);
});

test("a new file is carried once days.json lists it", (t) => {
  const course = new FixtureCourse(t).commit();
  course.write("day1/src/net/listener.ts", "export {};\n");
  const refused = course.run("days-carry", "day1/src/net/listener.ts");
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    /^day1\/src\/net\/listener\.ts: not listed in days\.json: .*"adds" of day1 first[^\n]*\n$/,
  );

  course.day(1).adds["net/listener.ts"] = "accepts";
  course.saveDays();
  const { code, lines } = course.run("days-carry", "day1/src/net/listener.ts");
  assert.equal(code, 0);
  assert.deepEqual(lines, ["day2: created net/listener.ts", "day3: created net/listener.ts"]);
});

const REFUSED: [what: string, path: string, reason: RegExp][] = [
  [
    "a day that only copies the file",
    "day2/src/net/conn.ts",
    /its version began on day1; .*day1\/src\/net\/conn\.ts/,
  ],
  [
    "a day before the birth",
    "day1/src/router/router.ts",
    /adds it on day2; give day2\/src\/router\/router\.ts/,
  ],
  ["a day that does not exist", "day9/src/net/conn.ts", /no day9; give day1\/src\/net\/conn\.ts/],
  ["a file outside", "day1/src/../../days.json", /not listed in days\.json/],
];

for (const [what, path, reason] of REFUSED) {
  test(`a path on ${what} is refused in one line`, (t) => {
    const { code, stdout, stderr } = new FixtureCourse(t).commit().run("days-carry", path);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^[^\n]+\n$/);
    assert.match(stderr, reason);
  });
}

test("a listed file that is gone from its own day is refused", (t) => {
  const course = new FixtureCourse(t).commit();
  course.remove(CONN);
  const { code, stderr } = course.run("days-carry", CONN);
  assert.equal(code, 1);
  assert.match(stderr, /^day1\/src\/net\/conn\.ts: there is no such file[^\n]*\n$/);
});

test("no file, two files or an unknown option is wrong usage", (t) => {
  const course = new FixtureCourse(t);
  for (const words of [[], [CONN, CONN], [CONN, "--fast"]]) {
    const { code, stderr } = course.run("days-carry", ...words);
    assert.equal(code, 2);
    assert.match(stderr, /^[^\n]*Usage: npm run days:carry[^\n]*\n$/);
  }
});

for (const folder of ["day2", "day2/src", "day2/src/net"]) {
  test(`nothing is written through a link in the place of ${folder}`, (t) => {
    const course = new FixtureCourse(t).commit();
    const elsewhere = mkdtempSync(join(tmpdir(), "carry-link-"));
    t.after(() => rmSync(elsewhere, { recursive: true, force: true }));
    renameSync(join(course.root, folder), join(elsewhere, "real"));
    symlinkSync(join(elsewhere, "real"), join(course.root, folder), "junction");
    const before = course.read("day2/src/net/conn.ts");
    course.edit(CONN, "line4 = 4", "line4 = 44");
    const { code, lines } = course.run("days-carry", CONN);
    assert.equal(code, 1);
    assert.equal(
      lines[0],
      `day2: not carried: ${folder}: not a plain folder; put a copy of the folder there.`,
    );
    assert.equal(lines[1], "day3: carried net/conn.ts");
    assert.equal(course.read("day2/src/net/conn.ts"), before);
  });
}
