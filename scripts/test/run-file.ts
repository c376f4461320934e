/**
 * Runs one test file in a process of its own and gathers its results. Called by run-stage.ts.
 * The file runs without `--test`: with it, the meaning of a time limit differs between Node 20 and 24,
 * and one file that hangs hides the results of all that come after it.
 */

import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { childEnv, signalGroup, startChild } from "./child.ts";
import { FileResult } from "./file-result.ts";
import type { TestEvent } from "./reporter.ts";

export interface FileRun {
  root: string;
  /** Path below the root, with forward slashes. */
  file: string;
  env: Record<string, string | undefined>;
  /** A test may take this long; so may a file until its next sign of life. */
  testLimitMs: number;
  only?: string | undefined;
  /** Ends the file when the time of the whole stage is up. */
  signal: AbortSignal;
}

const outputLimit = 200_000;

export async function runFile(run: FileRun): Promise<FileResult> {
  const result = new FileResult(run.file);
  const child = startChild(process.execPath, nodeArguments(run), {
    cwd: run.root,
    env: childEnv(run.env),
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const keep = (text: string) => {
    if (result.output.length < outputLimit) result.output += text;
  };
  child.stdout?.setEncoding("utf8").on("data", keep);
  child.stderr?.setEncoding("utf8").on("data", keep);

  let hung: string | undefined;
  const stop = (why: string) => {
    hung ??= `${why}; ${result.running ? `"${result.running}" was running` : "no test was running"}`;
    signalGroup(child, "SIGKILL");
  };
  const outOfTime = () => stop("stopped, since the time for the whole stage is up (--timeout)");
  if (run.signal.aborted) outOfTime();
  run.signal.addEventListener("abort", outOfTime, { once: true });
  // Node 24 and later end a single test at --test-timeout; this watch is for a file that even then stays silent.
  const silenceMs = run.testLimitMs * 1.25;
  const silent = () => stop(`stopped after ${silenceMs / 1000} s without a sign of life`);
  let watch = setTimeout(silent, silenceMs);

  createInterface({ input: child.stdio[3] as Readable }).on("line", (line) => {
    clearTimeout(watch);
    watch = setTimeout(silent, silenceMs);
    if (hung === undefined) result.add(JSON.parse(line) as TestEvent);
  });

  const ending = await new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not start: ${error.message}`));
    child.once("close", (code, signal) =>
      resolve(signal ? `ended by ${signal}` : code === 0 ? "" : `exit code ${code}`),
    );
  });
  clearTimeout(watch);
  run.signal.removeEventListener("abort", outOfTime);
  judge(result, hung, ending, run.only !== undefined);
  return result;
}

/** Adds the failures that only the end of the process shows. */
function judge(result: FileResult, hung: string | undefined, ending: string, filtered: boolean): void {
  if (hung !== undefined) result.addFailure("(the file hangs)", hung);
  else if (ending !== "" && result.count("failed") === 0) {
    result.addFailure("(the file crashed)", `${ending}\n${withoutFrame(result.output)}`);
  } else if (result.tests.length > 0 && !result.ended) {
    result.addFailure("(the file ended early)", "it called process.exit() before all its tests had reported");
  } else if (result.tests.length === 0 && !filtered) {
    result.addFailure("(no test)", "the file ran, but not a single test in it did");
  }
}

/** What Node prints around an uncaught error says where inside Node it was thrown: nothing for the reader. */
function withoutFrame(output: string): string {
  const frame = /^(node:internal\/.*|\s+triggerUncaughtException\(|\s+\^|Node\.js v.*|\s*)$/;
  return output
    .split("\n")
    .filter((line) => !frame.test(line))
    .join("\n");
}

function nodeArguments(run: FileRun): string[] {
  return [
    "--import",
    import.meta.resolve("tsx"),
    `--test-reporter=${new URL("reporter.ts", import.meta.url).href}`,
    "--test-reporter-destination=stdout",
    `--test-timeout=${run.testLimitMs}`,
    ...(run.only === undefined ? [] : [`--test-name-pattern=${run.only}`]),
    join(run.root, run.file),
  ];
}
