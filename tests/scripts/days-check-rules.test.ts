/** What `npm run days:check` says about files that grow, days in parts, and what no one uses yet. */

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { CONN, FixtureCourse } from "./fixture-course.ts";

/** A course in which net/conn.ts grows on day 3: `now` is what it is from then on. */
function growing(t: TestContext, now: string) {
  const course = new FixtureCourse(t);
  course.day(3).changes["net/conn.ts"] = { why: "it reads faster", grows: "a second way to read" };
  course.saveDays();
  course.write("day3/src/net/conn.ts", now);
  return course;
}

const news = (count: number) => "// new\n".repeat(count);

test("a file that grows keeps its lines: five may go and forty may come", (t) => {
  const kept = CONN.split("\n").slice(5).join("\n");
  const course = growing(t, `${kept}${news(40)}`);
  assert.deepEqual(course.check().lines, [
    "3 days, 3 files in day 3: identical where they should be, 0 problems",
  ]);
});

test("a file that grows and loses six lines is reported", (t) => {
  const kept = CONN.split("\n").slice(6).join("\n");
  const { code, lines } = growing(t, kept).check();
  assert.equal(code, 1);
  assert.match(
    lines.join("\n"),
    /^day2 → day3: net\/conn\.ts grows, but 6 of its lines are gone or moved, 5 at most/,
  );
});

test("lines in another order count as lost", (t) => {
  const { code, lines } = growing(t, CONN.split("\n").reverse().join("\n")).check();
  assert.equal(code, 1);
  assert.match(lines.join("\n"), /net\/conn\.ts grows, but \d+ of its lines are gone or moved/);
});

test("a file that grows by forty-one lines is reported", (t) => {
  const { code, lines } = growing(t, `${CONN}${news(41)}`).check();
  assert.equal(code, 1);
  assert.match(lines.join("\n"), /^day2 → day3: net\/conn\.ts grows by 41 lines, 40 at most/);
});

test("seven files that grow are one too many", (t) => {
  const course = new FixtureCourse(t);
  for (let n = 1; n <= 7; n += 1) {
    const file = `net/file${n}.ts`;
    course.day(1).adds[file] = "a file";
    course.day(2).changes[file] = { why: "more of it", grows: "a second job" };
    for (const day of [1, 2, 3]) course.write(`day${day}/src/${file}`, day === 1 ? "// 1\n" : "// 1\n// 2\n");
  }
  course.saveDays();
  const { code, lines } = course.check();
  assert.equal(code, 1);
  assert.match(lines.join("\n"), /^day3: 7 files grow in days\.json \(net\/file1\.ts, .*\), 6 at most/);
});

test("growing without a reason is reported", (t) => {
  const course = growing(t, `${CONN}// new\n`);
  course.day(3).changes["net/conn.ts"] = { why: "it reads faster", grows: " " };
  course.saveDays();
  assert.match(course.check().lines.join("\n"), /^day3: days\.json says that net\/conn\.ts grows: say why/);
});

/** Day 2 of the fixture in two parts. */
function inParts(course: FixtureCourse, first: string[], second: string[]): FixtureCourse {
  course.day(2).parts = {
    "2a": { idea: "the walk", files: first },
    "2b": { idea: "the door", files: second },
  };
  course.day(2).adds["router/walk.ts"] = "walks the trie";
  course.saveDays();
  const walk =
    'import type { Route } from "./router.ts";\nexport type Walk = Route;\nexport const way: Walk = 1;\n';
  for (const day of [2, 3]) {
    course.write(`day${day}/src/router/walk.ts`, walk);
    course.write(`day${day}/examples/walk.ts`, "way;\n");
  }
  return course;
}

test("parts that build on what is there already are sound", (t) => {
  const course = inParts(new FixtureCourse(t), ["router/router.ts"], ["router/walk.ts"]);
  assert.equal(course.check().code, 0);
});

test("a part that needs a later one is reported with the line", (t) => {
  const course = inParts(new FixtureCourse(t), ["router/walk.ts"], ["router/router.ts"]);
  const { code, lines } = course.check();
  assert.equal(code, 1);
  assert.deepEqual(lines, [
    "day2: router/walk.ts line 1 of part 2a needs router/router.ts, which is built in part 2b: swap them, or cut",
  ]);
});

test("a file in no part, in two, or of another day is reported", (t) => {
  const course = inParts(new FixtureCourse(t), ["router/router.ts", "net/conn.ts"], ["router/router.ts"]);
  const text = course.check().lines.join("\n");
  assert.match(text, /^day2: router\/router\.ts stands in two parts/m);
  assert.match(text, /^day2: part 2a has net\/conn\.ts, which the day neither adds nor changes/m);
  assert.match(text, /^day2: router\/walk\.ts stands in no part/m);
});

/** Adds a file to day 2 and, as a copy, to day 3. */
function withFile(course: FixtureCourse, file: string, source: string): FixtureCourse {
  course.day(2).adds[file] = "a file";
  course.saveDays();
  for (const day of [2, 3]) course.write(`day${day}/src/${file}`, source);
  return course;
}

test("an exported function that nobody calls is reported, on each day", (t) => {
  const course = withFile(
    new FixtureCourse(t),
    "net/late.ts",
    "/** For day 9. */\nexport function late() {}\n",
  );
  const { code, lines } = course.check();
  assert.equal(code, 1);
  assert.equal(lines.length, 1);
  assert.match(
    lines[0] ?? "",
    /^day2, day3: net\/late\.ts line 2 offers late, which nothing of this day uses/,
  );
});

test("a method that nobody calls is reported; #private ones and those of a test are not", (t) => {
  const source = [
    "export class Late {",
    "  readonly #secret = 1;",
    "  static make(): Late { return new Late(); }",
    // The holes of a template do not hide what stands behind it.
    `  get size(): number { return this.#hidden({ a: \`\${1} and \${2}\`, later: 2 }); }`,
    "  stub(): void {}",
    "  #hidden(value: object): number { return this.#secret; }",
    "}",
  ].join("\n");
  const course = withFile(new FixtureCourse(t), "net/late.ts", source);
  course.write("tests/day2/late.test.ts", "Late.make().size;\n");
  const { lines } = course.check();
  assert.equal(lines.length, 1, lines.join("\n"));
  assert.match(lines[0] ?? "", /^day2, day3: net\/late\.ts line 5 offers Late\.stub, which nothing/);
});

test("the tests of a later day are no use of what an earlier one offers", (t) => {
  const course = withFile(new FixtureCourse(t), "net/late.ts", "export const late = 1;\n");
  course.write("tests/day3/late.test.ts", "late;\n");
  const { lines } = course.check();
  assert.equal(lines.length, 1, lines.join("\n"));
  assert.match(lines[0] ?? "", /^day2: net\/late\.ts line 1 offers late/);
});
