/**
 * Runs the test files of one stage, a few at a time. Called by test.ts for each stage and for the tools.
 */
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { FileResult } from "./file-result.ts";
import { runFile } from "./run-file.ts";
import { runTogether, shareProcesses } from "./share-process.ts";

export interface StageRun {
  root: string;
  /** Folders below the root that hold the test files, e.g. "tests/day1", in the order in which they are run. */
  folders: string[];
  /** Test files in them that are not run. */
  leftOut?: readonly string[];
  env: Record<string, string | undefined>;
  /** For so long a file may stand still. */
  stillMs: number;
  /** Only files whose path contains this. */
  fileFilter?: string | undefined;
  only?: string | undefined;
  /** Ends what runs and begins no more. */
  signal?: AbortSignal | undefined;
}

/** The `*.test.ts` files directly inside a folder, sorted, below the root and with forward slashes. */
export function testFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".test.ts"));
  return names.sort().map((name) => `${folder}/${name}`);
}

/** The files that a run would run, in its order. */
export function chosenFiles({ root, folders, leftOut = [], fileFilter = "" }: StageRun): string[] {
  const files = folders.flatMap((folder) => testFiles(root, folder));
  return files.filter((file) => file.includes(fileFilter) && !leftOut.includes(file));
}

/** Results in the order of the files. `onFile` is called in the same order, for each as soon as it may be. */
export async function runStage(run: StageRun, onFile: (result: FileResult) => void): Promise<FileResult[]> {
  const chosen = chosenFiles(run);
  // --only names a test: what closes a file in a shared process would be left out with the others.
  const groups = run.only === undefined ? shareProcesses(run.root, chosen) : chosen.map((file) => [file]);
  const results: FileResult[] = [];
  let next = 0;
  let told = 0;
  const isStopped = () => run.signal?.aborted === true;
  const keep = (result: FileResult) => {
    results[chosen.indexOf(result.file)] = result;
    // In order: what is told first is what a reader should mend first.
    for (let ready = results[told]; ready !== undefined; ready = results[told]) {
      told += 1;
      if (!isStopped()) onFile(ready);
    }
  };
  const worker = async () => {
    while (next < groups.length && !isStopped()) {
      const group = groups[next++] as string[];
      const shared = group.length > 1 ? await runTogether(run, group) : [];
      for (const [index, file] of group.entries()) {
        if (isStopped()) return;
        const { passed = null, failed = [] } = shared[index] ?? {};
        const result = passed ?? (await runFile({ ...run, file }));
        if (result.count("failed") === 0) result.besides = failed;
        keep(result);
      }
    }
  };
  // Two at least: most of a test's time is waiting for a socket.
  const workers = Math.max(2, availableParallelism() - 1);
  await Promise.all(Array.from({ length: workers }, worker));
  return results;
}
