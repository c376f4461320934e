/**
 * checkTypes: one compiler run over all of exercises/: starters, solutions and wrong answers alike must compile, since
 * no task is about a program that does not. Called by exercises-check.ts, beside the tests.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../shared/compile.ts";

/** The compiler's errors below exercises/, a line each; none where that folder has no tsconfig.json. */
export async function checkTypes(root: string): Promise<string[]> {
  if (!existsSync(join(root, "exercises", "tsconfig.json"))) return [];
  const { code, output } = await compile(root, join(root, "exercises"));
  const errors = output.split("\n").filter((line) => /: error TS\d+/.test(line));
  if (code !== 0 && errors.length === 0)
    return [`exercises/tsconfig.json: the compiler said: ${output.trim()}`];
  return errors;
}
