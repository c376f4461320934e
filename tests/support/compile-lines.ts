/**
 * Asks the compiler which lines it refuses, each as a program of its own, against the stage under test. tsx only
 * takes the types away, so what must not compile can be seen in no other way.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { srcDir } from "./stage.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * `head` is the import that all of them begin with; "ray" in it is the stage's index.ts. Gives the lines with an
 * error, in order. Errors: Error with the compiler's words when it complains about anything else.
 */
export function compileLines(t: TestContext, head: string, lines: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "ray-lines-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  // A junction needs no rights on Windows; elsewhere it is a plain link.
  symlinkSync(srcDir, join(folder, "src"), "junction");
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  const files = lines.map((line, index) => {
    const name = `line-${index}.ts`;
    writeFileSync(join(folder, name), `${head.replace('"ray"', '"./src/index.ts"')}\n${line}\n`);
    return name;
  });
  const config = {
    extends: join(root, "tsconfig.json"),
    // What a line leaves unused is not what is asked.
    compilerOptions: { noUnusedLocals: false, preserveSymlinks: true },
    files,
    include: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "--noEmit", "-p", folder], {
    cwd: folder,
    encoding: "utf8",
  });
  const refused = new Set<number>();
  for (const message of stdout.split("\n")) {
    if (message === "" || message.startsWith(" ")) continue;
    const [, index, row] = /^line-(\d+)\.ts\((\d+),/.exec(message) ?? [];
    if (row !== "2") throw new Error(`the compiler complains about more than the line:\n${stdout}`);
    refused.add(Number(index));
  }
  return lines.filter((_, index) => refused.has(index));
}
