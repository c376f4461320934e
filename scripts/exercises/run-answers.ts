/**
 * runAnswers: answers before the tests of their tasks, many in one process. As with shared test files, only a process
 * that came to its end has the last word: what it did not reach runs again, each answer alone. Called by
 * exercises:check for what the course has, and by `npm run exercise` and the grader with one answer of a learner.
 */
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { FileResult } from "../test/file-result.ts";
import type { TestEvent } from "../test/reporter.ts";
import { reporterArguments, withoutFrame } from "../test/run-file.ts";
import { runToldChild } from "../test/told-child.ts";
import { isEndOfAnswer } from "./many-answers.ts";

export interface AnswerRun {
  /** The tests, below the root. */
  readonly tests: string;
  /** The answer, absolute or below the root. */
  readonly answer: string;
}

export interface RunOptions {
  readonly root: string;
  readonly day: number;
  /** For so long an answer may stand still. */
  readonly stillMs: number;
  /** So much CPU without a result, and so much output, it may use. */
  readonly cpuMs?: number | undefined;
  readonly mostOutput?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Results in the order of `runs`, each with the path of its answer as its file. All are of one day. */
export async function runAnswers(options: RunOptions, runs: readonly AnswerRun[]): Promise<FileResult[]> {
  const { results, reached, ending, hung, output } = await inOneProcess(options, runs);
  const rest = runs.slice(reached);
  if (rest.length === 0) return results;
  if (runs.length === 1) {
    const [result] = results as [FileResult];
    result.output = output;
    addEnding(result, hung, ending);
    return [result];
  }
  // The first of the rest has stopped the others, or seems to have: it runs by itself, and then they go on.
  const [first, ...later] = rest as [AnswerRun, ...AnswerRun[]];
  const alone = await runAnswers(options, [first]);
  const others = later.length === 0 ? [] : await runAnswers(options, later);
  return [...results.slice(0, reached), ...alone, ...others];
}

async function inOneProcess(options: RunOptions, runs: readonly AnswerRun[]) {
  const { root, day, stillMs, cpuMs, mostOutput, signal } = options;
  const results = runs.map(({ answer }) => new FileResult(answer));
  let reached = 0;
  const script = fileURLToPath(new URL("many-answers.ts", import.meta.url));
  const end = await runToldChild({
    cwd: root,
    args: [
      ...reporterArguments,
      script,
      ...runs.flatMap(({ tests, answer }) => [join(root, tests), resolve(root, answer)]),
    ],
    env: { RAY_STAGE: String(day), RAY_IMPL: undefined, RAY_EXERCISE: undefined },
    stillMs,
    cpuMs,
    mostOutput,
    signal,
    onValue: (value) => {
      const event = value as TestEvent;
      const result = results[reached];
      if (result === undefined) return;
      if (!isEndOfAnswer(event.name)) result.add(event);
      else if (event.kind === "pass") {
        result.ended = true;
        reached += 1;
      }
    },
  });
  return { results, reached, ...end };
}

/** An answer that runs alone, and whose process did not come to its end. */
function addEnding(result: FileResult, hung: string | undefined, ending: string): void {
  const running = result.running === undefined ? "no test was running" : `"${result.running}" was running`;
  if (hung !== undefined) result.addFailure("(the answer hangs)", `${hung}; ${running}`);
  else if (ending !== "")
    result.addFailure("(the answer crashed)", `${ending}\n${withoutFrame(result.output)}`);
  else result.addFailure("(the answer ended early)", "it ended the process before its tests had reported");
}
