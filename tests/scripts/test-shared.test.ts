import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { shareProcesses } from "../../scripts/test/share-process.ts";
import { repository, runScript } from "./cli-fixture.ts";

const head =
  'import assert from "node:assert/strict";\nimport { appendFileSync } from "node:fs";\nimport { test } from "node:test";\n';
/** A file that notes, beside itself, which process ran it. */
const noting = (body = "") => `${head}test("runs", async () => {
  appendFileSync(new URL("./notes.txt", import.meta.url), process.ppid + " " + PID + "\\n");
  ${body}
});\n`;
// Spelled so that the file does not look like one that touches its process.
const light = (body = "") => noting(body).replace(/process\.ppid \+ " " \+ PID/, 'globalThis["process"].pid');

function processes(root: string): string[] {
  return readFileSync(join(root, "tests/day1/notes.txt"), "utf8").trim().split("\n");
}

test("light files share a process, and each keeps its own results", async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": light(),
    "tests/day1/b.test.ts": light(),
    "tests/day1/c.test.ts": light(),
  });
  const { stdout, last } = await runScript("test", ["--root", root, "--day", "1", "--verbose"]);
  assert.equal(last, "3 passed, 0 failed");
  for (const name of ["a", "b", "c"])
    assert.match(stdout, new RegExp(`^tests/day1/${name}\\.test\\.ts$`, "m"));
  assert.equal(new Set(processes(root)).size, 1);
  assert.doesNotMatch(stdout, /the end of a file/);
});

test("a file that fails in company runs again alone, and only that run counts", async (t) => {
  const first = `${head}globalThis["left"] = true;\n${light().slice(head.length)}`;
  const spoiled = light('assert.equal(globalThis["left"], undefined);');
  const broken = light("assert.equal(1, 2);");
  const root = repository(t, {
    "tests/day1/a.test.ts": first,
    "tests/day1/b.test.ts": spoiled,
    "tests/day1/c.test.ts": broken,
    "tests/day1/d.test.ts": light(),
  });
  const { code, stdout, last } = await runScript("test", ["--root", root, "--day", "1"]);
  assert.equal(code, 1);
  assert.equal(last, "3 passed, 1 failed");
  assert.match(stdout, /^✖ runs\n {2}tests\/day1\/c\.test\.ts \(day 1\)$/m);
  const notes = stdout.match(/^note: .*$/gm);
  assert.deepEqual(notes, ['note: tests/day1/b.test.ts: "runs" failed beside other files, and passed alone']);
  // All four in one process, then b and c in one each.
  const pids = processes(root);
  assert.deepEqual([pids.length, new Set(pids).size], [6, 3]);
});

test("after a crash, and after an exit half way, every file that has not ended runs alone", async (t) => {
  const root = repository(t, {
    "tests/day1/a.test.ts": light(),
    "tests/day1/b.test.ts": `${head}import { gone } from "./nowhere.ts";\ntest("never runs", gone);\n`,
    "tests/day1/c.test.ts": light(),
    "tests/day1/d.test.ts": light('globalThis["process"].exit(0);'),
  });
  const { stdout, last } = await runScript("test", ["--root", root, "--day", "1"]);
  assert.equal(last, "2 passed, 2 failed");
  assert.match(stdout, /\(the file crashed\)\n {2}tests\/day1\/b\.test\.ts/);
  assert.match(stdout, /^ {2}tests\/day1\/d\.test\.ts \(day 1\)\n {4}✖ \(no test\)/m);
});

test("what belongs to the whole process keeps a process to itself; groups are of eight", (t) => {
  const own = [
    "before(() => {});",
    'process.on("warning", () => {});',
    'setFlagsFromString("--expose-gc");',
    't.mock.method(console, "error");',
    "Map.prototype.set = 1;",
  ];
  const texts = [...own, ...Array.from({ length: 9 }, () => "process.env.RAY_STAGE;")];
  const names = texts.map((_, index) => `${String(index).padStart(2, "0")}.test.ts`);
  const root = repository(t, Object.fromEntries(names.map((name, index) => [name, texts[index] as string])));
  assert.deepEqual(
    shareProcesses(root, names).map(({ length }) => length),
    [1, 1, 1, 1, 1, 8, 1],
  );
});
