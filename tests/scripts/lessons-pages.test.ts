import assert from "node:assert/strict";
import { test } from "node:test";
import { lessonCourse } from "./lesson-fixture.ts";

test("a course without fault has no problem", (t) => {
  assert.deepEqual(lessonCourse(t).pages(), []);
});

/** One planted fault each: which file, what in it becomes what, and what is said of it. */
const faults: readonly [name: string, file: string, old: string, now: string, said: RegExp][] = [
  [
    "a drift in a code block",
    "docs/day1/01-double.md",
    "return value * 2;",
    "return value + value;",
    /01-double\.md:42: the lessons end with another day1\/src\/double\.ts than the stage; it differs first in line 4:\nstage: +return value \* 2;\nlessons: +return value \+ value;/,
  ],
  [
    "a drift in a file of the stage",
    "day1/src/add3.ts",
    "value + 3",
    "3 + value",
    /03-add3\.md:30: the lessons end with another day1\/src\/add3\.ts/,
  ],
  [
    "a drift in a test's name that a page tells",
    "tests/day1/lesson-double.test.ts",
    "two is doubled",
    "two becomes four",
    /01-double\.md:\d+: the code is marked wrong, but no test of the lesson is called "I1: two is doubled"/,
  ],
  [
    "wrong code of which the head does not say what it takes the place of",
    "docs/day1/01-double.md",
    "  - { file: double.ts, from: 'if (value < 0) throw new Error(\"value is below zero\");', lines: 2 }",
    "  []",
    /01-double\.md:\d+: the head does not say what this takes the place of/,
  ],
  [
    "a place for wrong code that the page does not have",
    "docs/day1/01-double.md",
    "ts wrong",
    "ts sketch",
    /01-double\.md:1: wrong: the head has 1 entries, the page 0 blocks/,
  ],
  [
    "a place for wrong code that is none",
    "docs/day1/01-double.md",
    "from: 'if (value < 0)",
    "from: 'if (value > 0)",
    /01-double\.md:1: wrong: "if \(value > 0\) throw new Error\("value is below zero"\);" stands in src\/double\.ts 0 times, and must once/,
  ],
  [
    "a place for wrong code that lacks a word",
    "docs/day1/01-double.md",
    ", lines: 2 }",
    " }",
    /01-double\.md:\d+: wrong: write \{ file: net\/conn\.ts/,
  ],
  [
    "a drift in a test's name that a head names",
    "docs/day1/02-add2.md",
    "  - day1/lesson-add2.test.ts",
    '  - day1/lesson-add2.test.ts\n  - { file: day1/lesson-add2.test.ts, only: "add2 subtracts" }',
    /no test of tests\/day1\/lesson-add2\.test\.ts has "add2 subtracts" in its name/,
  ],
  [
    "a test's name in the prose that no test has",
    "docs/day1/02-add2.md",
    "All its tests.",
    "The test `I1: two becomes four` holds.",
    /02-add2\.md:\d+: no test of the day is called "I1: two becomes four": correct the page or the test/,
  ],
  [
    "a diff that fits nowhere",
    "docs/day1/03-add3.md",
    ' export { add2 } from "./add2.ts";',
    ' export { addx } from "./add2.ts";',
    /03-add3\.md:36: the diff does not fit index\.ts: no line of it is "export \{ addx \} from "\.\/add2\.ts";"\nthe 2 lessons behind it could not be replayed/,
  ],
  [
    "a diff that changes nothing",
    "docs/day1/03-add3.md",
    "+export { add3 }",
    " export { add3 }",
    /03-add3\.md:36: the diff of index\.ts changes nothing/,
  ],
  [
    "a line of a diff without a mark",
    "docs/day1/03-add3.md",
    "+export { add3 }",
    "export { add3 }",
    /a line of a diff begins with " ", "\+" or "-", not with "e"/,
  ],
  [
    "a block of a file that the head does not name",
    "docs/day1/03-add3.md",
    "```ts file=add3.ts",
    "```ts file=add33.ts",
    /add33\.ts: the head does not name it/,
  ],
  [
    "a block that means nothing",
    "docs/day1/03-add3.md",
    "```ts file=add3.ts",
    "```ts for=add3.ts",
    /"ts for=add3\.ts" is unknown/,
  ],
  [
    "a file that goes on before it began",
    "docs/day1/03-add3.md",
    "```ts file=add3.ts",
    "```ts more=add3.ts",
    /more=add3\.ts, but no block of this page began it/,
  ],
  [
    "a file that no block shows",
    "docs/day1/03-add3.md",
    "  index.ts: type",
    "  index.ts: type\n  extra.ts: type",
    /no block of the page shows extra\.ts/,
  ],
  [
    "a given file that no paragraph tells of",
    "docs/day1/05-add5.md",
    "```ts given=guard/\n\n```",
    "",
    /guard\/ is given, and no paragraph tells of it/,
  ],
  [
    "a kind that there is none of",
    "docs/day1/05-add5.md",
    "guard/: given",
    "guard/: lent",
    /05-add5\.md:6: files: "guard\/: lent" is none of type, read, given, gone/,
  ],
  [
    "a given file that the day has not",
    "docs/day1/05-add5.md",
    "guard/: given",
    "guard/: given\n  lock.ts: given",
    /files: "lock\.ts" is given, but day1 has none/,
  ],
  [
    "a file that is gone and never was",
    "docs/day1/05-add5.md",
    "guard/: given",
    "guard/: given\n  old.ts: gone",
    /"old\.ts" is gone, but was never there/,
  ],
  [
    "a head that is no YAML",
    "docs/day1/02-add2.md",
    "minutes: 10",
    "minutes: [10",
    /02-add2\.md:\d+: the head is no YAML/,
  ],
  [
    "a section that is missing",
    "docs/day1/02-add2.md",
    "## Green now",
    "## Now green",
    /the heading "## Green now" is missing/,
  ],
  [
    "a page without a question",
    "docs/day1/02-add2.md",
    "## Question",
    "## Ask",
    /02-add2\.md:1: there is no question/,
  ],
  [
    "a choice that no answer explains",
    "docs/day1/02-add2.md",
    "- `one`: it is not.",
    "",
    /the answers must say once why `one` is right or wrong/,
  ],
  [
    "two right answers",
    "docs/day1/02-add2.md",
    "- `3`\n- `one`",
    "- `3`\n- `3`",
    /the choice `3` is offered twice/,
  ],
  [
    "a signature that is not the code's",
    "docs/day1/01-double.md",
    "`double(value: number): number`",
    "`double(value: string): number`",
    /`double\(value: string\): number` is not as in double\.ts: there it is `export function double\(value: number\): number \{`/,
  ],
  [
    "a name that the file does not export",
    "docs/day1/02-add2.md",
    "| `add2.ts` | `add2` |",
    "| `add2.ts` | `plus2` |",
    /add2\.ts exports no plus2/,
  ],
  [
    "a message that is nowhere",
    "docs/day1/01-double.md",
    "`value is below zero`",
    "`value is negative`",
    /neither double\.ts nor a test says "value is negative"/,
  ],
  [
    "a name that the tests ask for and no table says",
    "docs/day1/02-add2.md",
    "| `add2.ts` | `add2` | |\n| `index.ts` | `add2` | |",
    "| `index.ts` | | |",
    /tests\/day1\/lesson-add2\.test\.ts asks for add2 of add2\.ts, and no table up to here has said so/,
  ],
  [
    "a test that is of no lesson",
    "docs/day1/03-add3.md",
    "day1/lesson-add3.test.ts",
    "day1/lesson-add2.test.ts",
    /no lesson names tests\/day1\/lesson-add3\.test\.ts: each belongs into one head/,
  ],
  [
    "a test file that is not there",
    "docs/day1/03-add3.md",
    "day1/lesson-add3.test.ts",
    "day1/lesson-add33.test.ts",
    /there is no tests\/day1\/lesson-add33\.test\.ts/,
  ],
  [
    "an invariant that no test proves",
    "docs/day1/README.md",
    "- **I1**",
    "- **I2** None.\n- **I1**",
    /docs\/day1\/README\.md:2: I2 is in no test's title/,
  ],
  [
    "an invariant that the chapter has not",
    "docs/day1/01-double.md",
    "[I1]",
    "[I1, I7]",
    /I7 is no invariant of docs\/day1\/README\.md/,
  ],
  [
    "an old page of given files",
    "docs/day1/given.md",
    "guard = 1",
    "guard = 2",
    /docs\/day1\/given\.md:1: the page of given files is old: npm run lessons:sync/,
  ],
  [
    "a table of lessons with old numbers",
    "docs/day1/README.md",
    "| 10 | 5 |",
    "| 12 | 5 |",
    /minutes of lesson 1\.1 is 10, not 12: npm run lessons:sync/,
  ],
  [
    "a chapter that does not link to a lesson",
    "docs/day1/README.md",
    "(02-add2.md)",
    "(2-add2.md)",
    /the chapter does not link to 02-add2\.md/,
  ],
  [
    "a test that is of two lessons",
    "docs/day1/03-add3.md",
    "  - day1/lesson-add3.test.ts",
    "  - day1/lesson-add3.test.ts\n  - day1/lesson-add2.test.ts",
    /03-add3\.md:1: tests\/day1\/lesson-add2\.test\.ts belongs to lesson 1\.2 already/,
  ],
  [
    "a program that is not there",
    "docs/day1/01-double.md",
    "program: examples/main.ts",
    "program: examples/other.ts",
    /examples\/other\.ts is not in the tree/,
  ],
];

for (const [name, file, old, now, said] of faults) {
  test(`${name} is told`, (t) => {
    const course = lessonCourse(t);
    course.edit(file, old, now);
    const problems = course.pages();
    assert.ok(
      problems.some((problem) => said.test(problem)),
      `told:\n${problems.join("\n")}`,
    );
  });
}

test("a file of the stage that no lesson brings is told", (t) => {
  const course = lessonCourse(t);
  course.write("day1/src/lock.ts", "export const lock = 1;\n");
  assert.match(
    course.pages().join("\n"),
    /05-add5\.md:1: the stage has src\/lock\.ts, which no lesson brings/,
  );
});

test("a diff that fits twice is told with both places", (t) => {
  const course = lessonCourse(t);
  course.edit("docs/day1/02-add2.md", "+export { add2 }", "+// ---\n+export { add2 }");
  course.edit(
    "docs/day1/03-add3.md",
    '+export { add3 } from "./add3.ts";',
    '+export { add3 } from "./add3.ts";\n+// ---',
  );
  course.edit("docs/day1/04-add4.md", ' export { add3 } from "./add3.ts";', " // ---");
  assert.match(
    course.pages().join("\n"),
    /04-add4\.md:36: the diff fits index\.ts 2 times \(lines 2, 5\): add context until it is one/,
  );
});

const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => `export const line${at} = ${at};`).join("\n");

test("a block too long is told, and comments do not count", (t) => {
  const course = lessonCourse(t);
  const sketch = (body: string) =>
    course.edit(
      "docs/day1/02-add2.md",
      "## What the tests ask",
      `\`\`\`ts sketch\n${body}\n\`\`\`\n\n## What the tests ask`,
    );
  sketch(`/**\n * why\n */\n${lines(25)}\n\n// why`);
  assert.deepEqual(
    course.pages().filter((problem) => problem.includes("without a word")),
    [],
  );
  sketch(lines(1));
  assert.match(
    course.pages().join("\n"),
    /02-add2\.md:\d+: 26 lines of code without a word between: at most 25/,
  );
});

test("too much to type is told, for a lesson and for a day", (t) => {
  const course = lessonCourse(t);
  for (const number of [2, 3, 4, 5]) {
    const old = `export const add${number} =`;
    course.edit(`docs/day1/0${number}-add${number}.md`, old, `${lines(80)}\n${old}`);
  }
  const told = course.pages().join("\n");
  assert.match(told, /02-add2\.md:1: 82 lines to type, and a lesson has at most 80/);
  assert.match(told, /docs\/day1\/README\.md:1: day 1 has 333 lines to type, and at most 300/);
});

test("too few words are told", (t) => {
  const course = lessonCourse(t);
  course.edit(
    "docs/day1/02-add2.md",
    "## What the tests ask",
    `\`\`\`ts sketch\n${lines(400)}\n\`\`\`\n\n## What the tests ask`,
  );
  assert.match(course.pages().join("\n"), /day 1 has \d\.\d words for a line of code, and at least 6/);
});

test("a title that is put together while the test runs is known by what does not vary", (t) => {
  const course = lessonCourse(t);
  const file = "tests/day1/lesson-add2.test.ts";
  course.write(
    file,
    `${course.read(file)}for (const n of [1]) test(\`I1: \${n} is \${"less"} than two\`, () => {});\n`,
  );
  course.edit("docs/day1/02-add2.md", "All its tests.", "The test `I1: 1 is less than two` holds.");
  assert.deepEqual(course.pages(), []);
  course.edit("docs/day1/02-add2.md", "less than two", "more or less two");
  assert.match(course.pages().join("\n"), /no test of the day is called "I1: 1 is more or less two"/);
});
