/**
 * Runs one test file in a process of its own and gathers its results. Called by run-stage.ts, for what share-process.ts
 * does not have the last word on.
 * The file runs without `--test` and `--test-timeout`: with them, one file that hangs hides the results of all that
 * come after it, and a slow machine makes tests fail. A file is ended only when it stands still.
 */

import { join } from "node:path";
import { FileResult } from "./file-result.ts";
import type { TestEvent } from "./reporter.ts";
import type { Spares } from "./spares.ts";
import { runToldChild } from "./told-child.ts";

export interface FileRun {
  root: string;
  /** Path below the root, with forward slashes. */
  file: string;
  env: Record<string, string | undefined>;
  /** For so long the file may stand still. */
  stillMs: number;
  /** Stricter bounds than a course's own tests need (told-child.ts). */
  cpuMs?: number | undefined;
  mostOutput?: number | undefined;
  only?: string | undefined;
  /** Called at each thing that a test tells, with all that is known so far. */
  onNews?: ((result: FileResult) => void) | undefined;
  /** Processes that are ready (told-child.ts). */
  spares?: Spares | undefined;
  /** Ends the file when its result is not wanted any more. */
  signal?: AbortSignal | undefined;
}

export async function runFile(run: FileRun): Promise<FileResult> {
  const result = new FileResult(run.file);
  const { output, ending, hung } = await runToldChild({
    cwd: run.root,
    args: nodeArguments(run),
    env: run.env,
    stillMs: run.stillMs,
    cpuMs: run.cpuMs,
    mostOutput: run.mostOutput,
    signal: run.signal,
    spares: run.spares,
    onValue: (value) => {
      result.add(value as TestEvent);
      run.onNews?.(result);
    },
  });
  result.output = output;
  judge(result, hung, ending, run.only !== undefined);
  return result;
}

/** Adds the failures that only the end of the process shows. */
function judge(result: FileResult, hung: string | undefined, ending: string, filtered: boolean): void {
  if (hung !== undefined) {
    const last = result.running === undefined ? "no test was running" : `"${result.running}" was running`;
    result.addFailure("(the file hangs)", `${hung}; ${last}`);
  } else if (ending !== "" && result.count("failed") === 0) {
    result.addFailure("(the file crashed)", `${ending}\n${withoutFrame(result.output)}`);
  } else if ((result.tests.length > 0 || result.running !== undefined) && !result.ended) {
    const last = result.running === undefined ? "" : `; "${result.running}" was running`;
    result.addFailure(
      "(the file ended early)",
      `it called process.exit() before all its tests had reported${last}`,
    );
  } else if (result.tests.length === 0 && !filtered) {
    result.addFailure("(no test)", "the file ran, but not a single test in it did");
  }
}

/** What Node prints around an uncaught error says where inside Node it was thrown: nothing for the reader. */
export function withoutFrame(output: string): string {
  const frame = /^(node:internal\/.*|\s+triggerUncaughtException\(|\s+\^|Node\.js v.*|\s*)$/;
  return output
    .split("\n")
    .filter((line) => !frame.test(line))
    .join("\n");
}

/** How node:test tells its results to channel.ts. */
export const reporterArguments: readonly string[] = [
  `--test-reporter=${new URL("reporter.ts", import.meta.url).href}`,
  "--test-reporter-destination=stdout",
];

function nodeArguments(run: FileRun): string[] {
  return [
    ...reporterArguments,
    ...(run.only === undefined ? [] : [`--test-name-pattern=${run.only}`]),
    join(run.root, run.file),
  ];
}
