/** Runs a program that throws all it can, in a process of its own so that a crash is seen, and judges its report. */

import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { Child } from "./child.ts";

/** What the reactor says of a listener that throws, a line each. */
const CALLBACK = "a callback failed";

/** `least`: combinations that it must have tried; a table that has become empty proves nothing. */
export async function assertThrownBorne(
  t: TestContext,
  program: string,
  least: number,
  env: Record<string, string>,
): Promise<void> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const { code, stdout, stderr } = await Child.run(t, file, env).exited;
  assert.equal(code, 0, stderr);
  const { count, wrong } = JSON.parse(stdout) as { count: number; wrong: string[] };
  assert.deepEqual(wrong, []);
  assert.ok(count >= least, `${count} combinations`);
  // One line, where the logger can fail at all: pino can, at a frozen error.
  const lines = stderr.split("\n").filter((line) => line !== "" && !line.startsWith(CALLBACK));
  assert.equal(lines.length, env.LOGGER === "none" ? 0 : 1, stderr);
  for (const line of lines) assert.match(line, /^the logger failed at \w+, and is not complained of again: /);
}
