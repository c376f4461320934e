/**
 * checkTypes: one compiler run over all of exercises/: starters, solutions and wrong answers alike must compile, since
 * no task is about a program that does not. Called by exercises-check.ts, beside the tests.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild } from "../test/child.ts";

const COMPILER = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

/** The compiler's errors below exercises/, a line each; none where that folder has no tsconfig.json. */
export async function checkTypes(root: string): Promise<string[]> {
  if (!existsSync(join(root, "exercises", "tsconfig.json"))) return [];
  const { code, output } = await compile(root, join(root, "exercises"));
  const errors = output.split("\n").filter((line) => /: error TS\d+/.test(line));
  if (code !== 0 && errors.length === 0)
    return [`exercises/tsconfig.json: the compiler said: ${output.trim()}`];
  return errors;
}

/** What `tsc --noEmit -p project` prints, run in `root`. */
export async function compile(
  root: string,
  project: string,
): Promise<{ code: number | null; output: string }> {
  const child = startChild(process.execPath, [COMPILER, "--noEmit", "--pretty", "false", "-p", project], {
    cwd: root,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  return { code, output };
}
