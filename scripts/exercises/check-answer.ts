/**
 * checkAnswer: one answer of a learner, type-checked and before the tests of its task, as the one thing to look at
 * first. Called by `npm run exercise -- check` and by the grader. Tests come from the course and never from the learner.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { ResultRow } from "../learn/outcome.ts";
import { type TypeProblem, typeCheck } from "../learn/type-check.ts";
import type { FileResult, TestResult } from "../test/file-result.ts";
import { failureLines } from "../test/print.ts";
import type { Exercise } from "./exercise.ts";
import { IMPORT } from "./many-answers.ts";
import { runAnswers } from "./run-answers.ts";

/** Nothing in a task takes a second; helpers of the tests give up after 5 s, and say for what they waited. */
const STILL_MS = 8_000;
const CPU_MS = 10_000;
/** A program that never lets go of the loop gets no more than this through a pipe: what is beyond waits in its memory. */
const MOST_OUTPUT = 64 * 1024;
const MOST_LINES = 30;

export interface AnswerCheck {
  readonly isGreen: boolean;
  readonly passed: number;
  readonly all: number;
  /** The first thing to look at; none when it is green. */
  readonly lines: readonly string[];
  readonly rows: readonly ResultRow[];
}

/** `folder` holds answer.ts and a tsconfig.json. */
export async function checkAnswer(
  root: string,
  { day, folder: task }: Exercise,
  folder: string,
  signal?: AbortSignal,
): Promise<AnswerCheck> {
  const answer = join(folder, "answer.ts");
  const options = { root, day, stillMs: STILL_MS, cpuMs: CPU_MS, mostOutput: MOST_OUTPUT, signal };
  const [types, [result]] = await Promise.all([
    typeCheck(folder, null, signal),
    runAnswers(options, [{ tests: `${task}/task.test.ts`, answer }]),
  ]);
  return toCheck(root, folder, types, result as FileResult);
}

function toCheck(
  root: string,
  folder: string,
  types: readonly TypeProblem[],
  result: FileResult,
): AnswerCheck {
  const tests = result.tests.filter(({ name }) => !name.startsWith("("));
  const failed = result.tests.find(({ status }) => status === "failed");
  const [problem] = types;
  const lines =
    problem !== undefined
      ? typeLines(folder, problem, types.length - 1)
      : failed !== undefined
        ? testLines(root, folder, result, failed)
        : tests.length === 0
          ? ["✖ no test ran: your answer ended the process while it was imported"]
          : [];
  const passed = result.tests.filter(({ status }) => status === "passed").length;
  return { isGreen: lines.length === 0, passed, all: tests.length, lines, rows: rowsOf(types, result) };
}

function typeLines(folder: string, problem: TypeProblem, more: number): string[] {
  const { path, line, column, code, message } = problem;
  const source = path === null ? "" : (readLines(join(folder, path))[line - 1] ?? "");
  const kind = /^TS1\d{3}$/.test(code) ? "a syntax error" : "a type error";
  return [
    `✖ ${kind} in ${path ?? "tsconfig.json"}:${line}:${column}`,
    ...(source === "" ? [] : [`    ${source}`, `    ${source.slice(0, column - 1).replace(/[^\t]/g, " ")}^`]),
    ...message.split("\n").map((text) => `  ${text}`),
    `  (${code})${more > 0 ? `, and ${more} more` : ""}`,
  ];
}

function readLines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
}

/** The words for what is no failure of a test: each is told as what it is. */
function testLines(root: string, folder: string, result: FileResult, failed: TestResult): string[] {
  const message = failed.error?.message ?? "";
  const [first = ""] = message.split("\n");
  const during = /"(.*)" was running$/.exec(message)?.[1];
  const when = during === undefined ? "before any test" : `in the test "${during}"`;
  const printed = result.output.trim() === "" ? [] : result.output.trim().split("\n").slice(0, 3);
  if (/^it printed more/.test(message))
    return [`✖ it floods the terminal ${when}`, ...printed.map((line) => `  printed: ${line.slice(0, 100)}`)];
  if (/^it was stopped/.test(message)) return [`✖ it was stopped ${when}`];
  if (/^it computed for/.test(message))
    return [
      `✖ an endless loop ${when}: ${first.split(";")[0]}`,
      ...printed.map((line) => `  printed: ${line.slice(0, 100)}`.trimEnd()),
    ];
  if (/heap limit|heap out of memory/.test(message))
    return [`✖ it needs more memory than it may have ${when}`];
  if (/^nothing happened/.test(message)) return [`✖ it hangs ${when}: ${first.split(";")[0]}`];
  if (failed.name === "(the answer ended early)")
    return [
      "✖ it ended the process itself, with process.exit() or the like: then no test can have the last word",
    ];
  const shown = { ...failed, name: failed.name === IMPORT ? "your answer cannot be imported" : failed.name };
  const lines = failureLines("", result, shown, [folder, join(root, "exercises")])
    .filter((line) => !line.includes(`${result.file} (`))
    .map((line) => line.replaceAll(`${root}/`, "").trimEnd());
  const text = lines.join("\n").trim().split("\n");
  return text.length > MOST_LINES ? [...text.slice(0, MOST_LINES), "    …"] : text;
}

function rowsOf(types: readonly TypeProblem[], result: FileResult): ResultRow[] {
  return [
    ...types.map(
      ({ path, line, message }): ResultRow => ({
        name: `type check: ${relative(".", path ?? "tsconfig.json")}:${line}`,
        status: "error",
        message,
      }),
    ),
    ...result.tests.map(
      ({ name, status, error }): ResultRow => ({
        name,
        status: status === "failed" ? "fail" : "pass",
        message: error?.message ?? null,
        output: status === "failed" ? result.output : null,
      }),
    ),
  ];
}
