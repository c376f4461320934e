/**
 * compile: one run of the compiler as a child, and all that it printed. For checks that read its errors; called by
 * lessons/type-check.ts and exercises/check-types.ts.
 */
import { fileURLToPath } from "node:url";
import { childEnv, startChild } from "../test/child.ts";

const COMPILER = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript")));

/** What `tsc --noEmit -p project` prints, run in `folder`. Errors: it cannot be started. */
export async function compile(
  folder: string,
  project: string,
): Promise<{ code: number | null; output: string }> {
  const args = [COMPILER, "--noEmit", "--pretty", "false", "-p", project];
  const child = startChild(process.execPath, args, { cwd: folder, env: childEnv({}) });
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
