/**
 * runTests: the tests of lessons against a folder, on top of scripts/test. Called by `npm run lessons:check` and by
 * `npm run learn`. A test file that looks inside (it loads files by path) is a reference: it holds for the course's
 * own stages, and is left out unless asked for.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FileResult, TestResult } from "../test/file-result.ts";
import { isReference } from "../test/is-reference.ts";
import { preflight } from "../test/preflight.ts";
import { type FileRun, runFile } from "../test/run-file.ts";
import { runTogether, shareProcesses } from "../test/share-process.ts";
import type { Spares } from "../test/spares.ts";
import type { LessonTest } from "./lesson.ts";

export interface TestRun {
  readonly root: string;
  /** The src folder under test. */
  readonly impl: string;
  readonly day: number;
  readonly tests: readonly LessonTest[];
  /** Run those that look inside as well. */
  readonly reference?: boolean;
  readonly signal?: AbortSignal;
  /** For so long a file may stand still (10,000). */
  readonly stillMs?: number;
  /** Stricter bounds for a learner's code (scripts/test/told-child.ts). */
  readonly cpuMs?: number;
  readonly mostOutput?: number;
  /** More variables for the tests. */
  readonly env?: Record<string, string>;
  /** Several files to a process, where that is safe (true): failures are run again alone, so a red run costs twice. */
  readonly shared?: boolean;
  /** Files, below tests/, that share with none: what may well fail is told at once. */
  readonly alone?: readonly string[];
  /** So many processes at a time (2). */
  readonly workers?: number;
  /** Processes that are ready. */
  readonly spares?: Spares;
  /** Called as a file goes on, with what its tests have come to so far; not for files that share a process. */
  readonly onNews?: (report: FileReport) => void;
  /** Called as each file is done. */
  readonly onFile?: (report: FileReport) => void;
}

/** Why a file did not come to its end. */
export type Trouble = "crashed" | "hung" | "ended early" | "no test" | "not loaded";

export interface TestOutcome extends TestResult {
  /** Below tests/. */
  readonly file: string;
  readonly message: string | null;
}

export interface FileReport {
  /** Below tests/. */
  readonly file: string;
  readonly tests: readonly TestOutcome[];
  /** Null: it came to its end. Else the last of `tests` says more. */
  readonly trouble: Trouble | null;
  /** What its process printed. */
  readonly output: string;
}

export interface TestReport {
  /** In the order of `tests`. */
  readonly files: readonly FileReport[];
  /** Why the src under test could not be imported; null when it could, or when no test asked. */
  readonly load: { readonly message: string; readonly stack: string } | null;
  /** References that were not run, below tests/. */
  readonly leftOut: readonly string[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export async function runTests(options: TestRun): Promise<TestReport> {
  const { root, impl, day, stillMs = 10_000, signal, workers = 2 } = options;
  const wanted = filesOf(options.tests);
  const leftOut = options.reference ? [] : [...wanted.keys()].filter((file) => isReference(root, file));
  for (const file of leftOut) wanted.delete(file);
  const env = { ...options.env, RAY_STAGE: String(day), RAY_IMPL: impl, NODE_V8_COVERAGE: undefined };
  const { cpuMs, mostOutput } = options;
  const onNews = (result: FileResult) => options.onNews?.(reportOf(fileOf(result), result, null));
  const { spares } = options;
  const run = { root, env, stillMs, cpuMs, mostOutput, signal, onNews, spares };
  const done = new Map<string, FileReport>();
  const keep = (result: FileResult) => {
    const file = fileOf(result);
    const report = reportOf(file, result, wanted.get(file) ?? null);
    done.set(file, report);
    options.onFile?.(report);
  };
  const groups = groupsOf(options, wanted);
  let next = 0;
  const work = async () => {
    for (let group = groups[next++]; group !== undefined && !signal?.aborted; group = groups[next++])
      await runGroup(run, group, wanted, keep);
  };
  await Promise.all(Array.from({ length: workers }, work));
  const files = [...wanted.keys()].flatMap((file) => done.get(file) ?? []);
  const load = files.some(mayNotLoad) ? await whyNotLoaded(options, stillMs) : null;
  const count = (status: TestResult["status"]) =>
    files.flatMap(({ tests }) => tests).filter((test) => test.status === status).length;
  return {
    files: load === null ? files : files.map(notLoaded),
    load,
    leftOut,
    ...{ passed: count("passed"), failed: count("failed"), skipped: count("skipped") },
  };
}

const fileOf = (result: FileResult) => result.file.slice("tests/".length);

/** File below tests/ → the words of names that are asked for; null for the whole file. */
function filesOf(tests: readonly LessonTest[]): Map<string, readonly string[] | null> {
  const files = new Map<string, readonly string[] | null>();
  for (const { file, only } of tests) {
    const known = files.get(file);
    files.set(file, only === null || known === null ? null : [...(known ?? []), only]);
  }
  return files;
}

/** In the order of their first files. */
function groupsOf(
  { root, shared = true, alone = [] }: TestRun,
  wanted: Map<string, readonly string[] | null>,
): string[][] {
  const paths = [...wanted.keys()].map((file) => `tests/${file}`);
  const mayShare = ([file, only]: [string, readonly string[] | null]) =>
    shared && only === null && !alone.includes(file) && existsSync(join(root, "tests", file));
  const whole = [...wanted].filter(mayShare).map(([file]) => `tests/${file}`);
  const rest = paths.filter((path) => !whole.includes(path)).map((path) => [path]);
  const place = ([first = ""]: readonly string[]) => paths.indexOf(first);
  return [...shareProcesses(root, whole), ...rest].sort((a, b) => place(a) - place(b));
}

async function runGroup(
  run: Omit<FileRun, "file" | "only">,
  group: readonly string[],
  wanted: Map<string, readonly string[] | null>,
  keep: (result: FileResult) => void,
): Promise<void> {
  const shared = group.length > 1 ? await runTogether(run, group) : [];
  for (const [index, file] of group.entries()) {
    const passed = shared[index]?.passed;
    const only = wanted.get(file.slice("tests/".length)) ?? null;
    const pattern = only === null ? undefined : `(${only.map(quote).join("|")})`;
    if (run.signal?.aborted) return;
    keep(passed ?? (await runFile({ ...run, file, only: pattern })));
  }
}

const quote = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

const TROUBLES: Readonly<Record<string, Trouble>> = {
  "(the file hangs)": "hung",
  "(the file crashed)": "crashed",
  "(the file ended early)": "ended early",
  "(no test)": "no test",
};

function reportOf(file: string, result: FileResult, only: readonly string[] | null): FileReport {
  if (only !== null && result.tests.length === 0)
    result.addFailure("(no test)", `no test of tests/${file} has a name with "${only.join('" or "')}"`);
  const tests = result.tests.map((test) => ({ ...test, file, message: test.error?.message ?? null }));
  const trouble = tests.map(({ name }) => TROUBLES[name]).findLast((each) => each !== undefined) ?? null;
  return { file, tests, trouble, output: result.output };
}

/** It fell over, hung or left before its first test. */
function mayNotLoad({ tests, trouble }: FileReport): boolean {
  return tests.length === 1 && trouble !== null && trouble !== "ended early";
}

function notLoaded(report: FileReport): FileReport {
  return mayNotLoad(report) ? { ...report, trouble: "not loaded" } : report;
}

/** Asked only when a file fell over before its first test: it costs a process. */
async function whyNotLoaded(
  { root, day, impl, signal, cpuMs, mostOutput }: TestRun,
  stillMs: number,
): Promise<TestReport["load"]> {
  if (!existsSync(join(impl, "index.ts"))) return { message: "there is no src/index.ts yet", stack: "" };
  const { failure } = await preflight({ root, day, impl, stillMs, cpuMs, mostOutput, signal });
  const error = failure?.tests[0]?.error;
  // A copy that exports little is a lesson half way, not one that cannot be loaded.
  if (error === undefined || error.message.startsWith("it exports nothing")) return null;
  return error;
}
