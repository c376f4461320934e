/**
 * Several light test files in one process, one after the other: starting Node, tsx and the stage costs more than most
 * of them do. Called by run-stage.ts. A shared process may only ever say "passed": a file that fails here, that does
 * not reach its end, or whose process ends badly, runs again alone, and that run counts. So what a reader is told of a
 * failure is always about one file in a process of its own.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FileResult } from "./file-result.ts";
import type { TestEvent } from "./reporter.ts";
import { type FileRun, reporterArguments } from "./run-file.ts";
import { isEndOfFile } from "./shared-files.ts";
import { runToldChild } from "./told-child.ts";

/** So many files to a process: beyond that little is won, and one worker would end long after the other. */
const MOST_FILES = 8;

/**
 * What belongs to the whole process, and so to one file alone: hooks of the root suite, signals and listeners of the
 * process, V8 flags and measured memory, replaced methods.
 */
const needsOwnProcess =
  /^(before|after)(Each)?\(|\bprocess\.(?!env\b|execPath\b|platform\b|cwd\b|version)|setFlagsFromString|\bmock\.|\.prototype\.\w+ = /m;

/** The files in groups, each for one process; all files are in one group, in their order within it. */
export function shareProcesses(root: string, files: readonly string[]): string[][] {
  const groups: string[][] = [];
  let open: string[] | undefined;
  for (const file of files) {
    if (needsOwnProcess.test(readFileSync(join(root, file), "utf8"))) {
      groups.push([file]);
      continue;
    }
    if (open === undefined || open.length === MOST_FILES) {
      open = [];
      groups.push(open);
    }
    open.push(file);
  }
  return groups;
}

/** What a file did beside others. */
export interface SharedResult {
  /** Null: it has to run alone. */
  readonly passed: FileResult | null;
  /** The names of the tests that failed. */
  readonly failed: readonly string[];
}

/** Runs the files of a group. Returns what each did, in their order. */
export async function runTogether(
  run: Omit<FileRun, "file" | "only">,
  files: readonly string[],
): Promise<SharedResult[]> {
  const results = files.map((file) => new FileResult(file));
  let at = 0;
  const { ending, hung } = await runToldChild({
    cwd: run.root,
    args: [
      ...reporterArguments,
      fileURLToPath(new URL("shared-files.ts", import.meta.url)),
      ...files.map((file) => join(run.root, file)),
    ],
    env: run.env,
    stillMs: run.stillMs,
    signal: run.signal,
    spares: run.spares,
    onValue: (value) => {
      const event = value as TestEvent;
      const result = results[at];
      if (result === undefined) return;
      if (!isEndOfFile(event.name)) result.add(event);
      else if (event.kind === "pass") {
        result.ended = true;
        at += 1;
      }
    },
  });
  const failed = results.some((result) => result.count("failed") > 0);
  const endedBadly = hung !== undefined || (ending !== "" && !failed);
  const hasPassed = (result: FileResult) =>
    !endedBadly && result.ended && result.tests.length > 0 && result.count("failed") === 0;
  return results.map((result) => ({
    passed: hasPassed(result) ? result : null,
    failed: result.tests.filter(({ status }) => status === "failed").map(({ name }) => name),
  }));
}
