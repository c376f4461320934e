/** Every command line tool bears it when nobody reads any more: no stack trace, and nothing goes on. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { within } from "../support/within.ts";
import { repository } from "./cli-fixture.ts";

const passing = 'import { test } from "node:test";\ntest("passes", () => {});\n';

/** Starts a tool whose stdout is closed before it has said anything. */
async function unheard(script: string, ...args: string[]) {
  const file = fileURLToPath(new URL(`../../${script}.ts`, import.meta.url));
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), file, ...args], {
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const [code, signal] = await within(once(child, "close"), `the end of ${script}`, { stillMs: 20_000 });
  return { code, signal, stderr };
}

test("a tool whose reader has gone ends without a word", async (t) => {
  const server = createServer((socket) => {
    const talking = setInterval(() => socket.write("x".repeat(10_000)), 5);
    socket.on("error", () => {}).on("close", () => clearInterval(talking));
    socket.resume();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  const root = repository(t, {
    "README.md": "# A\n\n[gone](gone.md)\n",
    "tests/day1/a.test.ts": passing,
    "tests/day1/b.test.ts": passing,
  });
  for (const [script, ...args] of [
    ["scripts/talk", "--port", String(port), "hello"],
    ["scripts/docs-check", "--root", root],
    ["scripts/test", "--root", root, "--day", "1", "--verbose"],
    ["scripts/days-diff", "1", "2"],
    ["scripts/coverage", "--root", root, "--day", "1"],
    ["scripts/fuzz", "--runs", "1000", "--seed", "1"],
    ["bench/main", "micro", "--rounds", "1", "--ms", "1"],
  ] as const) {
    const { signal, stderr } = await unheard(script, ...args);
    assert.doesNotMatch(stderr, /EPIPE|^ +at /m, script);
    assert.equal(signal, null, script);
  }
});
