/**
 * checkRuns: what only running can say. Every starter can be imported and fails every test, every solution passes all,
 * every wrong answer is refused by the very test that it names and not by all. Called by exercises-check.ts; all
 * answers of a day share a process, and what is not as it should be runs again alone before it is told.
 */
import type { FileResult } from "../test/file-result.ts";
import type { Exercise } from "./exercise.ts";
import { IMPORT } from "./many-answers.ts";
import { type AnswerRun, type RunOptions, runAnswers } from "./run-answers.ts";

/** A task with fewer tests lets too much pass. */
const FEWEST_TESTS = 3;

interface Case {
  readonly exercise: Exercise;
  readonly run: AnswerRun;
  /** Half sentences; none: it is as it should be. `titles` are the tests of the solution. */
  readonly judge: (result: FileResult, titles: readonly string[]) => string[];
}

export interface RunReport {
  readonly problems: string[];
  readonly answers: number;
  readonly tests: number;
}

/** For exercises of one day, whose files are all there. */
export async function checkRuns(options: RunOptions, exercises: readonly Exercise[]): Promise<RunReport> {
  const cases = exercises.flatMap(casesOf);
  const results = await runAnswers(
    options,
    cases.map(({ run }) => run),
  );
  const titles = new Map<Exercise, string[]>();
  for (const [at, { exercise, run }] of cases.entries())
    if (run.answer.endsWith("/solution.ts"))
      titles.set(
        exercise,
        (results[at] as FileResult).tests.map(({ name }) => name),
      );
  const problems: string[] = [];
  for (const [at, { exercise, run, judge }] of cases.entries()) {
    const own = titles.get(exercise) ?? [];
    if (judge(results[at] as FileResult, own).length === 0) continue;
    const [alone] = await runAnswers(options, [run]);
    problems.push(...judge(alone as FileResult, own).map((problem) => `${run.answer}: ${problem}`));
  }
  return { problems, answers: cases.length, tests: [...titles.values()].flat().length };
}

function casesOf(exercise: Exercise): Case[] {
  const { folder } = exercise;
  const run = (answer: string): AnswerRun => ({ tests: `${folder}/task.test.ts`, answer });
  return [
    { exercise, run: run(`${folder}/starter.ts`), judge: judgeStarter },
    { exercise, run: run(`${folder}/solution.ts`), judge: (result) => judgeSolution(result, exercise) },
    ...exercise.wrong.map(({ file, killedBy }) => ({
      exercise,
      run: run(file),
      judge: (result: FileResult, titles: readonly string[]) => judgeWrong(result, killedBy, titles),
    })),
  ];
}

function judgeStarter(result: FileResult, titles: readonly string[]): string[] {
  const broken = notRun(result);
  if (broken !== null) return [broken];
  const names = result.tests.map(({ name }) => name);
  const lost = titles.filter((title) => !names.includes(title));
  return [
    ...passed(result).map((name) => `"${name}" is green before anything is written`),
    ...lost.map((name) => `"${name}" does not run with it`),
  ];
}

function judgeSolution(result: FileResult, { invariants }: Exercise): string[] {
  const broken = notRun(result);
  if (broken !== null) return [broken];
  const names = result.tests.map(({ name }) => name);
  return [
    ...failed(result).map((name) => `"${name}" fails`),
    ...result.tests.filter(({ status }) => status === "skipped").map(({ name }) => `"${name}" is skipped`),
    ...(names.length < FEWEST_TESTS ? [`${names.length} tests; a task has ${FEWEST_TESTS} at least`] : []),
    ...invariants
      .filter((id) => !names.some((name) => name.startsWith(`${id}: `)))
      .map((id) => `no test is called "${id}: …", which the README promises`),
  ];
}

function judgeWrong(result: FileResult, killedBy: string, titles: readonly string[]): string[] {
  const broken = notRun(result);
  if (broken !== null) return [broken];
  if (!titles.includes(killedBy)) return [`it names "${killedBy}", and no test is called so`];
  const dead = failed(result);
  if (!dead.includes(killedBy)) {
    const others = dead.length === 0 ? "it passes all tests" : `what fails is "${dead.join('", "')}"`;
    return [`"${killedBy}" does not refuse it; ${others}`];
  }
  return passed(result).length === 0
    ? ["it fails every test: a wrong answer is nearly right, or it teaches nothing"]
    : [];
}

/** Why its tests did not run to their end; null: they did. */
function notRun(result: FileResult): string | null {
  const own = result.tests.find(({ name }) => name.startsWith("("));
  if (own !== undefined) {
    const [line = ""] = (own.error?.message ?? "").split("\n");
    return own.name === IMPORT ? `cannot be imported: ${line}` : `${own.name.slice(1, -1)}: ${line}`;
  }
  return result.tests.length === 0 ? "no test ran" : null;
}

const passed = (result: FileResult) =>
  result.tests.filter(({ status }) => status === "passed").map(({ name }) => name);
const failed = (result: FileResult) =>
  result.tests.filter(({ status }) => status === "failed").map(({ name }) => name);
