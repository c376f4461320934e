/** A course with one small exercise and one planted defect, all fair, for the tests of the tools. */

import { readFileSync } from "node:fs";
import type { TestContext } from "node:test";
import { repository } from "./cli-fixture.ts";

const README = `# Twice

Day 1 · I2 · 10 minutes

## The task

Write \`double\`.

## Why it matters

I2: all of it.

## Begin

\`\`\`console
$ npm run exercise -- start day1/01
$ npm run exercise -- check day1/01
\`\`\`
`;

const HINTS = `# Hints

## 1. A question

What is twice two?

## 2. Where to look

At the operators.

## 3. In words

Add it to itself.

## 4. The patch

\`\`\`diff
+  return value + value;
\`\`\`
`;

const TASK = `import assert from "node:assert/strict";
import { test } from "node:test";
import { answer } from "../../answer.ts";

const { double } = await answer<typeof import("./solution.ts")>(import.meta.url, "double");

test("I2: two becomes four", () => assert.equal(double(2), 4));
test("zero stays zero", () => assert.equal(double(0), 0));
test("one becomes two", () => assert.equal(double(1), 2));
`;

const wrong = (body: string, killedBy: string, note = "a square is a double.") =>
  `/**\n * Misunderstanding: ${note}\n * Killed by: "${killedBy}"\n */\nexport const double = (value: number): number => ${body};\n`;

export const exerciseFiles: Readonly<Record<string, string>> = {
  "README.md": README,
  "hints.md": HINTS,
  "task.test.ts": TASK,
  "starter.ts":
    'export function double(value: number): number {\n  throw new Error("day1/01: write double");\n}\n',
  "solution.ts": "export function double(value: number): number {\n  return value + value;\n}\n",
  "wrong/square.ts": wrong("value * value", "one becomes two"),
  "wrong/plus-two.ts": wrong("value + 2", "zero stays zero", "twice\n * is two more."),
};

export { wrong as wrongAnswer };

const DEFECT_STORY = `# Less than half

It counts, but slowly.

## Find it

\`\`\`console
$ npm run exercise -- break day1/1
\`\`\`
`;

const COUNT =
  "/** Counts. */\nexport function count(list: readonly unknown[]): number {\n  return list.length;\n}\n";

export const breakFiles: Readonly<Record<string, string>> = {
  "README.md": DEFECT_STORY,
  "defect.patch":
    "--- a/day1/src/count.ts\n+++ b/day1/src/count.ts\n@@ -1,4 +1,4 @@\n /** Counts. */\n export function count(list: readonly unknown[]): number {\n-  return list.length;\n+  return list.length >> 1;\n }\n",
  "answer.json": JSON.stringify({
    invariant: "I2",
    files: ["tests/day1/count.test.ts"],
    tests: ["two are two"],
    why: "Half of it is lost.",
  }),
};

const COUNT_TEST = `import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const { count } = await import(pathToFileURL(process.env.RAY_IMPL + "/count.ts").href);
test("I2: two are two", () => assert.equal(count([1, 2]), 2));
test("none are none", () => assert.equal(count([]), 0));
`;

const TSCONFIG = JSON.stringify({
  compilerOptions: { strict: true, target: "es2023", module: "nodenext", types: [], skipLibCheck: true },
  include: ["*/*/starter.ts", "*/*/solution.ts"],
});

/** Files below a folder, with the folder in front. */
export function below(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

/** The fixture with `changes` on top, path → text; "" takes a file away. */
export function exerciseCourse(t: TestContext, changes: Readonly<Record<string, string>> = {}): string {
  const files: Record<string, string> = {
    "exercises/answer.ts": readFileSync(new URL("../../exercises/answer.ts", import.meta.url), "utf8"),
    "exercises/tsconfig.json": TSCONFIG,
    "docs/day1.md": "# Day 1\n\n- **I2** A whole is the sum of its parts.\n- **I3** Nothing else.\n",
    "day1/src/count.ts": COUNT,
    "tests/day1/count.test.ts": COUNT_TEST,
    ...below("exercises/day1/01-twice", exerciseFiles),
    ...below("exercises/day1/break-1-half", breakFiles),
    ...changes,
  };
  return repository(t, Object.fromEntries(Object.entries(files).filter(([, text]) => text !== "")));
}
