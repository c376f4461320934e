/** What makes a check of `npm run learn` quick: what is kept, what is ready, what comes first; and that it says the same. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { check } from "../../scripts/learn/check.ts";
import { tell } from "../../scripts/learn/tell.ts";
import { typeCheck } from "../../scripts/learn/type-check.ts";
import { runFile } from "../../scripts/test/run-file.ts";
import { Spares } from "../../scripts/test/spares.ts";
import { ECHO, LearnCourse, LINES } from "./learn-fixture.ts";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

/** A folder of the repository's own, so that what is imported there is found. */
function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "ray-quick-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a page is read once, and again when it has changed", (t) => {
  const course = new LearnCourse(t);
  const titles = () => course.session().course.lessons.map(({ title }) => title);
  const [first] = titles();
  const kept = course.read(".course/pages.json") ?? "";
  assert.match(kept, /Echo: what comes goes back/);
  course.write(".course/pages.json", kept.replace("Echo: what comes goes back", "as it was kept"));
  assert.equal(titles()[0], "as it was kept");
  const page = "docs/day1/01-echo.md";
  course.write(page, `${course.read(page)}\nMore.\n`);
  assert.equal(titles()[0], first);
  course.write(".course/pages.json", "{ half of it");
  assert.equal(titles()[0], first, "what cannot be read is read again from the pages");
});

test("a page that is damaged is told of, though it was kept as it had been", (t) => {
  const course = new LearnCourse(t);
  course.session();
  course.write("docs/day1/01-echo.md", "no lesson\n");
  assert.throws(() => course.session(), /a page of the course is damaged: docs\/day1\/01-echo\.md/);
});

test("what failed the last time is tested and told first", async (t) => {
  const course = new LearnCourse(t);
  await course.did("start", "1.2");
  course.write("work/src/lines.ts", LINES);
  course.write(
    "work/src/index.ts",
    `export { startEcho } from "./echo.ts";\nexport { Lines } from "./lines.ts";\n`,
  );
  course.write("work/src/echo.ts", ECHO);
  // The lesson's first file ends when the failure of the second was told, and hangs when it never is.
  course.write(
    "tests/day1/lesson-lines.test.ts",
    `import { existsSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
test("I2: waits", async () => {
  while (!existsSync(${JSON.stringify(`${course.root}/told`)})) await pause(20);
});
`,
  );
  const session = course.session();
  const early: (string | undefined)[] = [];
  const result = await check(session, session.underWay.lesson, {
    first: ["day1/lesson-main.test.ts"],
    // The compiler may take its time where the machine has much else to do.
    limits: { stillMs: 60_000, cpuMs: 60_000, mostOutput: 1024 * 1024 },
    onEarly: (told) => {
      early.push(tell(session, told)[0]);
      course.write("told", "");
    },
  });
  assert.deepEqual(early, ["✖ the program prints what is whole"]);
  assert.deepEqual(
    result.report.files.map(({ file }) => file),
    ["day1/lesson-main.test.ts", "day1/lesson-lines.test.ts"],
  );
});

test("tests come in the order of the page, whatever their files are called", async (t) => {
  const course = new LearnCourse(t);
  const page = "docs/day1/02-lines.md";
  const head = course.read(page) ?? "";
  course.write(page, head.replace("tests:\n", "tests:\n  - day1/first.test.ts\n"));
  course.write("tests/day1/first.test.ts", `import { test } from "node:test";\ntest("first", () => {});\n`);
  await course.did("start", "1.2");
  const session = course.session();
  const { report } = await check(session, session.underWay.lesson);
  assert.deepEqual(
    report.files.map(({ file }) => file),
    ["day1/first.test.ts", "day1/lesson-lines.test.ts", "day1/lesson-main.test.ts"],
  );
});

test("a file in a process that waited for it sees what it would see in one of its own", async (t) => {
  const folder = folderOf(t);
  const file = join(folder, "seen.test.ts");
  writeFileSync(
    file,
    `import { test } from "node:test";
test("seen", () => {
  const { SEEN, UNSEEN = "none", RAY_TEST_CHANNEL = "none" } = process.env;
  throw new Error(JSON.stringify([process.argv.slice(1), SEEN, UNSEEN, RAY_TEST_CHANNEL]));
});
test("more", () => {});
`,
  );
  process.env.UNSEEN = "ours";
  t.after(() => delete process.env.UNSEEN);
  const spares = new Spares(REPOSITORY);
  const run = {
    ...{ root: REPOSITORY, file: "", stillMs: 20_000 },
    env: { SEEN: "theirs", UNSEEN: undefined },
  };
  // `file` is below the root; what is not comes by the way there.
  const way = file.replace(/^\//, "../".repeat(REPOSITORY.split("/").length));
  const results = [];
  spares.fill();
  for (const ready of [spares, spares, undefined]) {
    const result = await runFile({ ...run, file: way, spares: ready });
    results.push(result.tests.map(({ name, status, error }) => [name, status, error?.message]));
  }
  assert.deepEqual(results[0], [
    ["seen", "failed", `Error: ${JSON.stringify([[file], "theirs", "none", "none"])}`],
    ["more", "passed", undefined],
  ]);
  assert.deepEqual(results[1], results[0], "the second one that waited");
  assert.deepEqual(results[2], results[0], "none waited: one of its own");
  assert.equal(spares.take({ args: [], env: {}, cwd: REPOSITORY }), null, "each serves once");
});

test("a file that leaves, or crashes, in a process that waited is told of as what it is", async (t) => {
  const folder = folderOf(t);
  const spares = new Spares(folder);
  const run = { root: folder, env: {}, stillMs: 20_000, spares };
  const names: (string | undefined)[] = [];
  for (const [name, code] of [
    ["left.test.ts", `import { test } from "node:test";\ntest("leaves", () => process.exit(0));\n`],
    ["crashed.test.ts", "null.x;\n"],
    ["absent.test.ts", null],
  ] as const) {
    if (code !== null) writeFileSync(join(folder, name), code);
    spares.fill();
    names.push((await runFile({ ...run, file: name })).tests[0]?.name);
  }
  // A file that leaves in its first test may have told of none: both are said of one that had its own process as well.
  assert.match(names[0] ?? "", /^\((the file ended early|no test)\)$/);
  assert.deepEqual(names.slice(1), ["(the file crashed)", "(the file crashed)"]);
  spares.end();
});

test("the compiler tells an error as often as it is asked, and keeps nothing where it cannot", async (t) => {
  const folder = folderOf(t);
  const work = join(folder, "work");
  const course = new LearnCourse(t);
  await course.did("start", "1.1");
  const src = join(course.root, "work");
  const keep = join(course.root, ".course");
  const codes = async (where: string) => (await typeCheck(src, where)).map(({ code }) => code);
  course.write("work/src/index.ts", `const wrong: number = "text";\nexport { wrong };\n`);
  assert.deepEqual(await codes(keep), ["TS2322"]);
  assert.match(readFileSync(join(keep, "types.tsbuildinfo"), "utf8"), /index\.ts/);
  assert.deepEqual(await codes(keep), ["TS2322"], "from what it has kept");
  course.write("work/src/index.ts", "export const right: number = 1;\n");
  assert.deepEqual(await codes(keep), []);
  // A file stands where the folder would be.
  writeFileSync(work, "");
  assert.deepEqual(await codes(join(work, "none")), []);
  course.write("work/src/index.ts", `export const wrong: number = "text";\n`);
  assert.deepEqual(await codes(join(work, "none")), ["TS2322"]);
});
