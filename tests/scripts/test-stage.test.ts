import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { repository } from "./cli-fixture.ts";

const stageModule = new URL("../support/stage.ts", import.meta.url).href;

/** Imports stage.ts in a process of its own, with the given variables, and prints what `code` says. */
function inStage(root: string, env: Record<string, string>, code: string) {
  const text = `import { load, ray, srcDir, stage } from ${JSON.stringify(stageModule)};\n${code}`;
  const args = ["--import", import.meta.resolve("tsx"), "--input-type=module", "-e", text];
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env: { ...process.env, ...env } });
}

const copy = {
  "src/index.ts": "export const who: string = 'index';\n",
  "src/http/head.ts": "export const who: string = 'head';\n",
};

for (const path of ["src", "src/index.ts"]) {
  test(`RAY_IMPL may be ${path === "src" ? "a src folder" : "an index.ts"}`, (t) => {
    const root = repository(t, copy);
    const code = 'console.log(stage, srcDir, ray.who, (await load("http/head.ts")).who);';
    const { stdout, stderr } = inStage(root, { RAY_STAGE: "3", RAY_IMPL: path }, code);
    assert.equal(stderr, "");
    assert.equal(stdout, `3 ${join(root, "src")} index head\n`);
  });
}

test("a file that is missing is named in one line", (t) => {
  const root = repository(t, copy);
  const index = inStage(root, { RAY_STAGE: "2", RAY_IMPL: "nowhere" }, "");
  assert.notEqual(index.status, 0);
  assert.match(
    index.stderr,
    /^\[Error: day 2 has no file nowhere: check the path in RAY_IMPL \(or --impl\)\]$/m,
  );
  assert.doesNotMatch(index.stderr, /^ +at /m);
  const other = inStage(root, { RAY_IMPL: "src" }, 'await load("http/tail.ts");');
  assert.match(other.stderr, /^\[Error: day 5 has no file src[\\/]http[\\/]tail\.ts: /m);
});

test("RAY_STAGE must be a day", (t) => {
  const { status, stderr } = inStage(repository(t, copy), { RAY_STAGE: "six", RAY_IMPL: "src" }, "");
  assert.notEqual(status, 0);
  assert.match(stderr, /^\[Error: RAY_STAGE must be a number from 1 to 5, not "six"\]$/m);
});
