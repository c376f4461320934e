import assert from "node:assert/strict";
import { test } from "node:test";
import { isReference, runTests } from "../../scripts/lessons/course.ts";
import { missingLines, printedBy } from "../../scripts/lessons/red-lines.ts";
import { repository } from "./cli-fixture.ts";

const HEAD = [
  'import assert from "node:assert/strict";',
  'import { test } from "node:test";',
  'import { pathToFileURL } from "node:url";',
  "const ray = await import(pathToFileURL(`$" + "{process.env.RAY_IMPL}/index.ts`).href);\n",
].join("\n");

const FILES = {
  "work/src/index.ts": "export const one = 1;\n",
  "tests/day1/one.test.ts": `${HEAD}test("one is (1)", () => assert.equal(ray.one, 1));\ntest("two is 2", () => assert.equal(ray.two, 2));\n`,
  "tests/day1/stage.test.ts": `${HEAD}test("it knows the day", () => assert.equal(process.env.RAY_STAGE, "1"));\n`,
  "tests/day1/inside.test.ts": `import { load } from "../support/stage.ts";\n${HEAD}test("inside", () => load("x"));\n`,
  "tests/day1/helped.test.ts": `import { help } from "../support/help.ts";\n${HEAD}test("helped", () => help());\n`,
  "tests/day1/example.test.ts": `import { srcDir, stage } from "../support/stage.ts";\n// load<typeof import("x")>\n${HEAD}join(srcDir, "..", "examples");\n`,
  "tests/support/help.ts": 'import { load, ray } from "./stage.ts";\nexport const help = () => load("x");\n',
  "tests/support/stage.ts": "export const load = (path: string) => path;\nexport const srcDir = '';\n",
  "tests/day1/hangs.test.ts": `${HEAD}test("it never ends", () => new Promise(() => setInterval(() => {}, 1000)));\n`,
};

test("what looks inside is a reference, by itself or through a helper; what starts a program is none", (t) => {
  const root = repository(t, FILES);
  assert.deepEqual(
    ["one", "inside", "helped", "example"].map((name) => isReference(root, `day1/${name}.test.ts`)),
    [false, true, true, false],
  );
});

const wanted = (file: string, only: string | null = null) => ({ file: `day1/${file}.test.ts`, only });

test("tests run in the order that was asked for, references only on request", async (t) => {
  const root = repository(t, FILES);
  const run = {
    root,
    impl: `${root}/work/src`,
    day: 1,
    tests: [wanted("stage"), wanted("inside"), wanted("one")],
  };
  const report = await runTests(run);
  assert.deepEqual([report.passed, report.failed, report.load], [2, 1, null]);
  assert.deepEqual(report.leftOut, ["day1/inside.test.ts"]);
  assert.deepEqual(
    report.files.map(({ file, tests, trouble }) => [file, tests.map(({ status }) => status), trouble]),
    [
      ["day1/stage.test.ts", ["passed"], null],
      ["day1/one.test.ts", ["passed", "failed"], null],
    ],
  );
  const failed = report.files[1]?.tests[1];
  assert.equal(failed?.name, "two is 2");
  assert.match(failed?.message ?? "", /Expected values to be strictly equal:\n\nundefined !== 2/);
  assert.deepEqual(missingLines(["✖ two is 2", "undefined !== …", "nowhere"], printedBy(report, [])), [
    "nowhere",
  ]);
  assert.deepEqual((await runTests({ ...run, reference: true })).leftOut, []);
});

test("of a file, only the tests with some words in their name; a name that is not there is a failure", async (t) => {
  const root = repository(t, FILES);
  const run = { root, impl: `${root}/work/src`, day: 1 };
  const one = await runTests({ ...run, tests: [wanted("one", "one is (1)")] });
  assert.deepEqual([one.passed, one.failed], [1, 0]);
  const none = await runTests({ ...run, tests: [wanted("one", "three is 3")] });
  assert.deepEqual(none.files[0]?.trouble, "no test");
  assert.match(
    none.files[0]?.tests[0]?.message ?? "",
    /no test of tests\/day1\/one\.test\.ts has a name with "three is 3"/,
  );
});

test("a src that is not there, or that cannot be imported, is told once", async (t) => {
  const root = repository(t, { ...FILES, "broken/src/index.ts": 'import "./gone.ts";\n' });
  const run = { root, day: 1, tests: [wanted("one")] };
  const missing = await runTests({ ...run, impl: `${root}/nowhere` });
  assert.equal(missing.load?.message, "there is no src/index.ts yet");
  assert.equal(missing.files[0]?.trouble, "not loaded");
  const broken = await runTests({ ...run, impl: `${root}/broken/src` });
  assert.match(broken.load?.message ?? "", /Cannot find module .*gone\.ts/);
  assert.ok(printedBy(broken, [`${root}/broken`]).some((line) => line.includes("work/src/gone.ts")));
});

test("a file that stands still is ended, and told", async (t) => {
  const root = repository(t, FILES);
  const report = await runTests({
    root,
    impl: `${root}/work/src`,
    day: 1,
    tests: [wanted("hangs")],
    stillMs: 1_000,
  });
  assert.equal(report.files[0]?.trouble, "hung");
  assert.match(
    report.files[0]?.tests.at(-1)?.message ?? "",
    /nothing happened for 1 s; "it never ends" was running/,
  );
});
