/**
 * lessonCourse: a course of one day and five small lessons in a temporary folder, without any fault. The tests of
 * lessons:check and lessons:sync plant one fault each, and read what is said of it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { checkLessons } from "../../scripts/lessons/check-lessons.ts";
import { checkPages } from "../../scripts/lessons/check-pages.ts";
import { readCourse } from "../../scripts/lessons/course.ts";
import { repository } from "./cli-fixture.ts";

const fence = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\``;

/** Words enough for all the code of a page. */
const PROSE =
  "We say here at some length why the next lines are as they are, so that a reader who types them knows what for, and can say it again tomorrow.";

interface Page {
  readonly head: string;
  readonly code: string;
  readonly table: string;
  readonly red: string;
  readonly run: string;
  readonly predict: string;
  readonly choices: readonly [string, string];
}

function page(title: string, parts: Page): string {
  const [right, wrong] = parts.choices;
  return [
    `---\nminutes: 10\n${parts.head}\n---`,
    `# ${title}`,
    "Here we learn why a thing that is done once should be done well, and where it is needed.",
    `## The idea\n\n${fence("text", "a --> b")}\n\n${PROSE}\n\n${PROSE}`,
    `## The code\n\n${PROSE}\n\n${parts.code}\n\n${PROSE}`,
    `## What the tests ask\n\n| file | exports | says |\n| --- | --- | --- |\n${parts.table}`,
    `${PROSE}\n\n${fence("text red", parts.red)}`,
    `## Run it\n\n${fence("console", parts.run)}`,
    `## Question\n\nWhat does it print?\n\n${fence("ts predict", parts.predict)}`,
    `- \`${right}\`\n- \`${wrong}\``,
    `<details><summary>Answers</summary>\n\n- \`${right}\`: so it is.\n- \`${wrong}\`: it is not.\n\n</details>`,
    "## Green now\n\nAll its tests.",
    "## What could go wrong\n\n| you see | because | do |\n| --- | --- | --- |\n| nothing | it is off | turn it on |\n",
  ].join("\n\n");
}

/** Imports the src under test, as tests/support/stage.ts does in the course. */
const HEAD = [
  'import assert from "node:assert/strict";',
  'import { test } from "node:test";',
  'import { pathToFileURL } from "node:url";',
  "const ray = await import(pathToFileURL(`$" + "{process.env.RAY_IMPL}/index.ts`).href);",
].join("\n");

const one = (name: string, body: string) => `test(${JSON.stringify(name)}, () => ${body});`;

export const DOUBLE = [
  "/** Twice as much. */",
  "export function double(value: number): number {",
  '  if (value < 0) throw new Error("value is below zero");',
  "  return value * 2;",
  "}",
];

const MAIN =
  'import { double } from "../src/index.ts";\n\nconsole.log(`listening on nothing: $' + "{double(2)}`);\n";

const later = (number: number) => {
  const name = `add${number}`;
  return {
    source: `export const ${name} = (value: number): number => value + ${number};\n`,
    index: `export { ${name} } from "./${name}.ts";\n`,
    page: page(`Adding ${number}`, {
      head: `files:\n  ${name}.ts: type\n  index.ts: type\n  ${number === 5 ? "guard/: given" : ""}\ntests:\n  - day1/lesson-${name}.test.ts`,
      code: [
        fence(`ts file=${name}.ts`, `export const ${name} = (value: number): number => value + ${number};`),
        PROSE,
        fence(
          "diff file=index.ts",
          ` export { ${number === 2 ? "double" : `add${number - 1}`} } from "./${number === 2 ? "double" : `add${number - 1}`}.ts";\n+export { ${name} } from "./${name}.ts";`,
        ),
        ...(number === 5 ? [`${PROSE}\n\n${fence("ts given=guard/", "")}`] : []),
      ].join("\n\n"),
      table: `| \`${name}.ts\` | \`${name}\` | |\n| \`index.ts\` | \`${name}\` | |`,
      red: `✖ ${name} adds`,
      run: "$ npm run lint",
      predict: `import { ${name} } from "./src/index.ts";\n\nconsole.log(${name}(1));`,
      choices: [String(1 + number), "one"],
    }),
    test: `${HEAD}\n${one(`${name} adds`, `assert.equal(ray.${name}(1), ${1 + number})`)}\n`,
  };
};

const FIRST = page("Doubling", {
  head: "invariants: [I1]\nprogram: examples/main.ts\nfiles:\n  double.ts: type\n  index.ts: type\n  examples/main.ts: read\ntests:\n  - day1/lesson-double.test.ts\nwrong:\n  - { file: double.ts, from: 'if (value < 0) throw new Error(\"value is below zero\");', lines: 2 }",
  code: [
    fence("ts file=double.ts", DOUBLE.slice(0, 3).join("\n")),
    PROSE,
    fence("ts more=double.ts", DOUBLE.slice(3).join("\n")),
    PROSE,
    fence("ts file=index.ts", 'export { double } from "./double.ts";'),
    PROSE,
    fence("ts file=examples/main.ts", MAIN.trimEnd()),
    PROSE,
    fence("ts wrong", "return value * 3;"),
    'The test "I1: two is doubled" refuses it.',
  ].join("\n\n"),
  table:
    "| `double.ts` | `double(value: number): number` | `value is below zero` |\n| `index.ts` | `double` | |",
  red: "there is no src/index.ts yet",
  run: "$ npm run work\nlistening on nothing: 4",
  predict: 'import { double } from "./src/index.ts";\n\nconsole.log(double(2));\nconsole.log(double(3));',
  choices: ["4 / 6", "4 / 5"],
});

const CHAPTER = [
  "# Day 1\n",
  "- **I1** Doubling doubles.\n",
  "| lesson | minutes | typed |\n| --- | --- | --- |",
  "| [one](01-double.md) | 10 | 5 |",
  ...[2, 3, 4, 5].map((n) => `| [more](0${n}-add${n}.md) | 10 | 2 |`),
  "",
].join("\n");

export interface LessonCourse {
  readonly root: string;
  /** Replaces a text that must occur. */
  edit(path: string, old: string, now: string): void;
  read(path: string): string;
  write(path: string, text: string): void;
  /** What the pages alone are told, one text each: "page:line: message". */
  pages(): string[];
  /** What living through one lesson tells. */
  live(number: number): Promise<string[]>;
}

export function lessonCourse(t: TestContext): LessonCourse {
  const more = [2, 3, 4, 5].map(later);
  const index = `export { double } from "./double.ts";\n${more.map((each) => each.index).join("")}`;
  const guard = "export const guard = 1;\n";
  const files: Record<string, string> = {
    "day1/src/double.ts": `${DOUBLE.join("\n")}\n`,
    "day1/src/index.ts": index,
    "day1/src/guard/guard.ts": guard,
    "day1/examples/main.ts": MAIN,
    "docs/day1/README.md": CHAPTER,
    "docs/day1/01-double.md": FIRST,
    "tests/day1/lesson-double.test.ts": `${HEAD}\n${one("I1: two is doubled", "assert.equal(ray.double(2), 4)")}\n`,
    "docs/day1/given.md": GIVEN,
  };
  for (const [at, each] of more.entries()) {
    const number = at + 2;
    files[`day1/src/add${number}.ts`] = each.source;
    files[`docs/day1/0${number}-add${number}.md`] = each.page;
    files[`tests/day1/lesson-add${number}.test.ts`] = each.test;
  }
  const root = repository(t, files);
  const path = (name: string) => join(root, name);
  const course: LessonCourse = {
    root,
    read: (name) => readFileSync(path(name), "utf8"),
    write(name, text) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
    },
    edit(name, old, now) {
      const text = course.read(name);
      if (!text.includes(old)) throw new Error(`${name} has no ${old}`);
      course.write(
        name,
        text.replace(old, () => now),
      );
    },
    pages() {
      const { lessons, errors } = readCourse(root);
      const { problems } = checkPages(root, 1, lessons, lessons, errors.length === 0);
      return [...errors.map((error) => error.message), ...problems.map(shown)];
    },
    async live(number) {
      const listener = { onDay() {}, onTypes() {}, onState() {} };
      const problems = await checkLessons(
        { root, days: [1], number, run: true, all: true, fresh: true },
        listener,
      );
      return problems.map(shown);
    },
  };
  return course;
}

const shown = ({ page, line, message }: { page: string; line: number; message: string }) =>
  `${page}:${line}: ${message}`;

const GIVEN = [
  "# Day 1: the given files",
  "What `npm run learn` lays into your folder, whole. The lessons say why each is there.\nThis page is written by `npm run lessons:sync`.",
  "## Lesson 1.5: Adding 5",
  "Laid at the start of [lesson 1.5](05-add5.md).",
  "### `guard/guard.ts`",
  "```ts day1/src/guard/guard.ts\nexport const guard = 1;\n```\n",
].join("\n\n");
