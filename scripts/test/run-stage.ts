/**
 * Runs the test files of one stage, a few at a time. Called by test.ts for each stage and for the tools.
 */
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { FileResult } from "./file-result.ts";
import { runFile } from "./run-file.ts";

export interface StageRun {
  root: string;
  /** Folders below the root that hold the test files, e.g. "tests/day1". */
  folders: string[];
  env: Record<string, string | undefined>;
  /** Limit for all the files together. */
  timeoutMs: number;
  testLimitMs: number;
  /** Only files whose path contains this. */
  fileFilter?: string | undefined;
  only?: string | undefined;
}

/** The `*.test.ts` files directly inside a folder, sorted, below the root and with forward slashes. */
export function testFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".test.ts"));
  return names.sort().map((name) => `${folder}/${name}`);
}

/** Results in the order of the files. `onFile` is called as each file ends. */
export async function runStage(run: StageRun, onFile: (result: FileResult) => void): Promise<FileResult[]> {
  const { root, env, testLimitMs, only } = run;
  const files = run.folders.flatMap((folder) => testFiles(root, folder));
  const chosen = files.filter((file) => file.includes(run.fileFilter ?? ""));
  const results: FileResult[] = [];
  const timeIsUp = new AbortController();
  const limit = setTimeout(() => timeIsUp.abort(), run.timeoutMs);
  let next = 0;
  const worker = async () => {
    while (next < chosen.length && !timeIsUp.signal.aborted) {
      const index = next++;
      const file = chosen[index] as string;
      const result = await runFile({ root, file, env, testLimitMs, only, signal: timeIsUp.signal });
      results[index] = result;
      onFile(result);
    }
  };
  // Two at least: most of a test's time is waiting for a socket.
  const workers = Math.max(2, availableParallelism() - 1);
  await Promise.all(Array.from({ length: workers }, worker));
  clearTimeout(limit);
  for (const file of chosen.slice(next)) {
    const result = new FileResult(file);
    result.addFailure("(not run)", "the time for the whole stage was up before its turn came (--timeout)");
    results.push(result);
    onFile(result);
  }
  return results;
}
