/**
 * Days in parts: first versions of files, files that the day changes, tests that hold from a later part on, and that each part of the course
 * compiles and can be tested by itself.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadManifest } from "../../scripts/days/manifest.ts";
import { readPart } from "../../scripts/days/part-tree.ts";
import { readTree } from "../../scripts/days/tree.ts";
import { CONN, FixtureCourse } from "./fixture-course.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Day 2 of the fixture: router.ts in 2a needs walk.ts, which comes in 2b and has a first version in 2a. */
function withFirst(t: TestContext, first: Record<string, string>): FixtureCourse {
  const course = new FixtureCourse(t);
  course.day(2).adds["router/walk.ts"] = "walks the trie";
  course.day(2).adds["router/door.ts"] = "opens";
  course.day(2).parts = {
    "2a": { idea: "the walk", files: ["router/router.ts", "router/door.ts"], first },
    "2b": { idea: "the door", files: ["router/walk.ts"] },
  };
  course.saveDays();
  for (const day of [2, 3]) {
    course.write(`day${day}/src/router/walk.ts`, "export const way = 2;\n");
    course.write(
      `day${day}/src/router/door.ts`,
      'import { way } from "./walk.ts";\nexport const door = way;\n',
    );
    course.write(`day${day}/examples/walk.ts`, "way; door;\n");
  }
  return course;
}

const problems = (course: FixtureCourse) => course.check().lines.join("\n");

test("a part may use a file of a later one of which it has a first version", (t) => {
  const course = withFirst(t, { "router/walk.ts": "it does not walk far yet" });
  course.write("day2/parts/2a/router/walk.ts", "export const way = 1;\n");
  assert.equal(course.check().code, 0);
});

test("without the first version the part is reported", (t) => {
  assert.match(problems(withFirst(t, {})), /door\.ts line 1 of part 2a needs router\/walk\.ts, .* part 2b/);
});

test("a first version that is not there, that nothing lists, or that has no reason is reported", (t) => {
  const course = withFirst(t, { "router/walk.ts": " " });
  course.write("day2/parts/2a/router/other.ts", "export {};\n");
  const text = problems(course);
  assert.match(text, /^day2: part 2a gives router\/walk\.ts a first version: say why/m);
  assert.match(
    text,
    /^day2: part 2a gives router\/walk\.ts a first version: write day2\/parts\/2a\/router\/walk\.ts/m,
  );
  assert.match(text, /^day2: day2\/parts\/2a\/router\/other\.ts stands in no "first" of part 2a/m);
});

test("a first version of what no later part has is reported", (t) => {
  const course = withFirst(t, { "router/walk.ts": "a first walk", "router/door.ts": "a first door" });
  for (const file of ["walk", "door"])
    course.write(`day2/parts/2a/router/${file}.ts`, "export const way = 1;\n");
  assert.match(problems(course), /gives router\/door\.ts a first version, but no later part has the file/);
});

test("a first version that needs a later part is reported", (t) => {
  const course = withFirst(t, { "router/walk.ts": "a first walk" });
  course.day(2).adds["router/far.ts"] = "far";
  course.day(2).parts?.["2b"]?.files.push("router/far.ts");
  course.saveDays();
  for (const day of [2, 3]) {
    course.write(`day${day}/src/router/far.ts`, "export const far = 1;\n");
    course.write(`day${day}/examples/far.ts`, "far;\n");
  }
  course.write("day2/parts/2a/router/walk.ts", 'export { far as way } from "./far.ts";\n');
  assert.match(problems(course), /router\/walk\.ts line 1 of part 2a needs router\/far\.ts, .* part 2b/);
});

test("a test of a part that does not exist is reported", (t) => {
  const course = withFirst(t, { "router/walk.ts": "a first walk" });
  course.write("day2/parts/2a/router/walk.ts", "export const way = 1;\n");
  Object.assign(course.day(2).parts?.["2b"] ?? {}, { tests: ["tests/day2/none.test.ts"] });
  course.saveDays();
  assert.match(problems(course), /part 2b has the test tests\/day2\/none\.test\.ts, which does not exist/);
});

/** Day 3 of the fixture: net/conn.ts grows by `more`, and net/walk.ts is new. */
function withChange(t: TestContext, first: string[], second: string[], more: string): FixtureCourse {
  const course = new FixtureCourse(t);
  course.day(3).adds["net/walk.ts"] = "walks";
  course.day(3).changes["net/conn.ts"] = { why: "it walks", grows: "all that it had is still there" };
  course.day(3).parts = { "3a": { idea: "a", files: first }, "3b": { idea: "b", files: second } };
  course.saveDays();
  course.write("day3/src/net/conn.ts", `${CONN}${more}`);
  course.write("day3/src/net/walk.ts", 'import { line1 } from "./conn.ts";\nexport const way = line1;\n');
  course.write("day3/examples/walk.ts", "way;\n");
  return course;
}

test("before the part that names a changed file, it is that of the day before, and may be used", (t) => {
  const course = withChange(t, ["net/walk.ts"], ["net/conn.ts"], "// new\n");
  assert.deepEqual(problems(course).match(/0 problems/)?.length, 1, problems(course));
  const day = loadManifest(course.root)[2];
  const texts = day?.parts.map((part) =>
    String(readPart(course.root, day, part, readTree(course.root, 3)).get("net/conn.ts")),
  );
  assert.deepEqual(texts, [CONN, `${CONN}// new\n`]);
});

test("the part that names a changed file has its new version, whatever part follows", (t) => {
  const course = withChange(t, ["net/conn.ts"], ["net/walk.ts"], "// new\n");
  assert.match(problems(course), /0 problems/);
  const day = loadManifest(course.root)[2];
  const [part] = day?.parts ?? [];
  assert.ok(day && part);
  const files = readPart(course.root, day, part, readTree(course.root, 3));
  assert.equal(String(files.get("net/conn.ts")), `${CONN}// new\n`);
  assert.equal(files.has("net/walk.ts"), false);
});

test("a changed file that stands in no part is reported, and one whose new version needs a later part", (t) => {
  assert.match(
    problems(withChange(t, ["net/walk.ts"], [], "// new\n")),
    /^day3: net\/conn\.ts stands in no part: say when it is built/m,
  );
  assert.match(
    problems(withChange(t, ["net/conn.ts"], ["net/walk.ts"], 'import "./walk.ts";\n')),
    /^day3: net\/conn\.ts line 11 of part 3a needs net\/walk\.ts, which is built in part 3b/m,
  );
});

/** Lays all parts side by side in one folder that is gone with the test, and has tsc look at them together. */
test("the src behind each part of the course type-checks by itself", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "ray-parts-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: join(root, "tsconfig.json"), include: ["*/src"], exclude: [] }),
  );
  let parts = 0;
  for (const day of loadManifest(root)) {
    for (const part of day.parts) {
      parts += 1;
      for (const [path, content] of readPart(root, day, part, readTree(root, day.number))) {
        const file = join(folder, part.name, "src", path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }
  }
  assert.equal(parts, 9, "days 1, 2 and 5 have two, three and four");
  const tsc = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "--noEmit"], {
    cwd: folder,
    encoding: "utf8",
  });
  assert.equal(tsc.stdout, "");
  assert.equal(tsc.status, 0, tsc.stderr);
});

const npmTest = (...args: string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "scripts/test.ts", ...args], {
    cwd: root,
    encoding: "utf8",
  });

test("--part tests what a learner has by then, without the tests of what is still to come", () => {
  const { status, stdout } = npmTest("--part", "1a", "--file", "day1/line-codec");
  assert.equal(status, 0, stdout);
  assert.match(stdout, /^day 1 … .*\d+ passed, 0 failed/m);
  const later = npmTest("--part", "1a", "--file", "day1/event-loop-round");
  assert.equal(later.status, 1);
  assert.match(later.stdout, /no test ran/);
});

test("a part that no day has, and one beside a day or a copy, are mistakes in one line", () => {
  for (const [args, message] of [
    [["--part", "9z"], /^--part: no day in days\.json has a part "9z"$/m],
    [["--part", "1a", "--day", "1"], /^--part says what is tested and on which day: leave --day/m],
  ] as const) {
    const { status, stderr } = npmTest(...args);
    assert.deepEqual([status, message.test(stderr)], [2, true], stderr);
  }
});
