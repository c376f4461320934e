/** kill -9 at any moment, a hundred times: nothing that the learner wrote is lost, and the next command goes on. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Desk } from "../../scripts/learn/desk.ts";
import { Disk } from "../../scripts/learn/disk.ts";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
const KILLS = 100;
/** Longer than an act takes: a kill may fall in the first one, or between two. */
const LONGEST_MS = 60;

const open = (root: string) => new Desk(root, new Disk(() => {}, false));

function begunRoot(t: TestContext): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "ray-kill-")));
  t.after(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  const state = { lesson: "1.1", begun: null, done: [], used: {}, hints: {}, answers: {} };
  open(root).act("start 1.1", () => ({ files: new Map([["src/a.ts", Buffer.from("skeleton\n")]]), state }));
  writeFileSync(join(root, "written.log"), "");
  return root;
}

/** The learner's process as plain JavaScript: starting TypeScript a hundred times would take the test's time. */
function compile(root: string): string {
  const out = join(root, "compiled");
  const compilerOptions = {
    noEmit: false,
    rewriteRelativeImportExtensions: true,
    rootDir: REPOSITORY,
    outDir: out,
    typeRoots: [join(REPOSITORY, "node_modules/@types")],
  };
  const include = [join(REPOSITORY, "tests/scripts/learn-killed.ts")];
  const config = join(root, "tsconfig.json");
  writeFileSync(
    config,
    JSON.stringify({ extends: join(REPOSITORY, "tsconfig.json"), compilerOptions, include }),
  );
  const compiler = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript")));
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", config], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
  writeFileSync(join(out, "package.json"), '{ "type": "module" }');
  symlinkSync(join(REPOSITORY, "node_modules"), join(out, "node_modules"), "junction");
  return join(out, "tests/scripts/learn-killed.js");
}

/** Each text that was written is in the folder now, or in front of some act. */
function assertNothingLost(root: string): void {
  const desk = open(root);
  const found = new Set<string>();
  const keep = (bytes: Buffer | undefined) => found.add(String(bytes).split("\n")[0] ?? "");
  keep(desk.work.read().get("src/a.ts"));
  for (const number of desk.history.numbers) {
    const tree = desk.history.read(number)?.before.tree;
    assert.ok(tree !== undefined, `entry ${number} can be read`);
    const name = desk.store.listTree(tree).get("src/a.ts");
    if (name !== undefined) keep(desk.store.get(name));
  }
  const written = readFileSync(join(root, "written.log"), "utf8").split("\n").filter(Boolean);
  assert.ok(written.length > 0);
  assert.deepEqual(
    written.filter((line) => !found.has(line)),
    [],
  );
}

test(`${KILLS} kills at random moments`, async (t) => {
  const root = begunRoot(t);
  const program = compile(root);
  let ended = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = spawn(process.execPath, [program, root, `k${kill}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await pause(Math.random() * LONGEST_MS);
    child.kill("SIGKILL");
    await once(child, "exit");
    const desk = open(root);
    assert.ok(["as it was left", "an act was ended"].includes(desk.found), `kill ${kill}: ${desk.found}`);
    if (desk.found === "an act was ended") ended += 1;
    assert.match(desk.state?.lesson ?? "", /^[0-4]\.1$/);
    for (const [path, bytes] of desk.work.read()) {
      const lines = new Set(String(bytes).split("\n").slice(0, -1));
      assert.equal(lines.size, 1, `kill ${kill}: ${path} is one text`);
      assert.ok([1, 3000].includes(String(bytes).split("\n").length - 1), `kill ${kill}: ${path} is whole`);
    }
    assert.equal(open(root).found, "as it was left");
  }
  assertNothingLost(root);
  assert.ok(ended > 0, "no kill fell into an act: the test tests nothing");
});

test("several processes at one desk: each act is an entry of its own, and nothing is lost", async (t) => {
  const root = begunRoot(t);
  const program = compile(root);
  const names = ["one", "two", "three"];
  const children = names.map((name) =>
    spawn(process.execPath, [program, root, name, "15"], { stdio: ["ignore", "ignore", "inherit"] }),
  );
  const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0]));
  assert.deepEqual(codes, [0, 0, 0]);
  const desk = open(root);
  assert.equal(desk.found, "as it was left");
  const { numbers } = desk.history;
  assert.deepEqual(
    numbers,
    Array.from(numbers, (_, index) => index + 1),
  );
  assert.equal(numbers.length, 1 + 3 * 15);
});
