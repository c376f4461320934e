/**
 * For the tests of the command line tools: a repository in a temporary folder, and a tool of this repository
 * run over it as a person would run it.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** The last line of stdout. */
  last: string;
}

/** Writes the files (path → text) into a new folder, which goes when the test ends. Returns its path. */
export function repository(t: TestContext, files: Record<string, string>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "ray-fixture-")));
  t.after(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  for (const [path, text] of Object.entries({ "package.json": '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Runs scripts/NAME.ts to its end. */
export async function runScript(
  name: string,
  args: string[],
  env: Record<string, string | undefined> = {},
): Promise<CliResult> {
  const script = fileURLToPath(new URL(`../../scripts/${name}.ts`, import.meta.url));
  // Our own stage and test run must not reach into the tool's.
  const clean = { NODE_TEST_CONTEXT: undefined, RAY_STAGE: undefined, RAY_IMPL: undefined };
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...clean, ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  return { code, stdout, stderr, last: stdout.trimEnd().split("\n").at(-1) ?? "" };
}
