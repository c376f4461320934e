/**
 * runBreak: what the suite says of a broken copy. Only the test files that the answer names are run: the whole suite
 * would take minutes, and a learner asks it by hand. Called by check-breaks.ts and by `npm run exercise -- break`.
 */
import { join } from "node:path";
import { runFile } from "../test/run-file.ts";
import type { RunOptions } from "./run-answers.ts";

export interface FailedTest {
  readonly file: string;
  readonly name: string;
  readonly message: string;
}

/** The tests that fail in `files` when `folder`/src stands in the place of the day. */
export async function runBreak(
  { root, day, stillMs, signal }: RunOptions,
  folder: string,
  files: readonly string[],
): Promise<FailedTest[]> {
  const found: FailedTest[] = [];
  for (const file of files) {
    const result = await runFile({
      root,
      file,
      stillMs,
      signal,
      env: { RAY_STAGE: String(day), RAY_IMPL: join(folder, "src") },
    });
    for (const { name, status, error } of result.tests)
      if (status === "failed") found.push({ file, name, message: error?.message ?? "" });
  }
  return found;
}
