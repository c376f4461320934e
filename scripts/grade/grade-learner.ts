/**
 * gradeLearner: one submission, from a folder to a grade. Its code runs in processes of its own, under limits of time,
 * memory and output; what it does instead of answering is told as such. Called by grade.ts for each learner.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { checkAnswer } from "../exercises/check-answer.ts";
import { isReference, type LessonTest, readLessons, runTests } from "../lessons/course.ts";
import { testFiles } from "../test/run-stage.ts";
import { laySubmission } from "./lay-submission.ts";
import type { GradeOptions } from "./options.ts";

export interface Failure {
  readonly test: string;
  readonly file: string;
  readonly message: string;
}

export interface LessonGrade {
  readonly day: number;
  readonly passed: number;
  readonly all: number;
  readonly failures: readonly Failure[];
}

export interface ExerciseGrade {
  readonly id: string;
  readonly title: string;
  readonly isGreen: boolean;
  readonly passed: number;
  readonly all: number;
  /** The first thing that is wrong. */
  readonly lines: readonly string[];
}

export interface Grade {
  readonly name: string;
  /** Null: it was not asked for, or there is no src. */
  readonly lessons: LessonGrade | null;
  readonly exercises: readonly ExerciseGrade[];
  /** For the teacher: no verdicts, but reasons to look. */
  readonly notes: readonly string[];
  readonly seconds: number;
}

const STILL_MS = 8_000;
const CPU_MS = 15_000;
const MOST_OUTPUT = 256 * 1024;
const MOST_MESSAGE = 1_000;
/** What someone prints who wants to be taken for a test runner. */
const LOOKS_GREEN = /^(?:ok \d|# pass|✔|all tests passed|\d+ passed)/im;

/** The tests that count: those of the lessons, or all that look from outside where a day has no lessons. */
export function testsOf({ root, day, lesson }: GradeOptions): LessonTest[] {
  if (day === null) return [];
  const lessons = readLessons(root).filter(
    (each) => each.day === day && each.number <= (lesson ?? each.number),
  );
  if (lessons.length > 0) return lessons.flatMap(({ tests }) => [...tests]);
  const files = testFiles(root, `tests/day${day}`).map((path) => path.slice("tests/".length));
  return files.filter((file) => !isReference(root, file)).map((file) => ({ file, only: null }));
}

export async function gradeLearner(
  options: GradeOptions,
  name: string,
  tests: readonly LessonTest[],
): Promise<Grade> {
  const begun = performance.now();
  const { root, dir, day } = options;
  // Two below the root, whatever the learner is called.
  const folder = join(root, ".course", `grade-${process.pid}-${encodeURIComponent(name)}`);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), options.timeoutMs);
  try {
    const { impl, exercises, notes } = laySubmission(root, join(dir, name), folder);
    const told = [...notes];
    if (day !== null && impl === null) told.push("there is no src/index.ts");
    const lessons =
      day === null || impl === null ? null : await gradeLessons(root, impl, day, tests, limit.signal, told);
    const grades: ExerciseGrade[] = [];
    for (const { exercise, folder } of options.exercises ? exercises : []) {
      if (limit.signal.aborted) break;
      const { isGreen, passed, all, lines, rows } = await checkAnswer(root, exercise, folder, limit.signal);
      const { id, title } = exercise;
      grades.push({ id, title, isGreen, passed, all, lines });
      if (rows.some(({ output }) => LOOKS_GREEN.test(output ?? "")))
        told.push(`${id} prints what looks like a result`);
    }
    if (limit.signal.aborted)
      told.push(`not graded to its end: it took more than ${options.timeoutMs / 1000} s`);
    const seconds = Math.round((performance.now() - begun) / 100) / 10;
    return { name, lessons, exercises: grades, notes: [...new Set(told)], seconds };
  } finally {
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Adds to `notes` what is no failure of a test. */
async function gradeLessons(
  root: string,
  impl: string,
  day: number,
  tests: readonly LessonTest[],
  signal: AbortSignal,
  notes: string[],
): Promise<LessonGrade> {
  const limits = { stillMs: STILL_MS, cpuMs: CPU_MS, mostOutput: MOST_OUTPUT, signal };
  const report = await runTests({ root, impl, day, tests, ...limits, workers: 1 });
  if (report.load !== null) notes.push(`src cannot be imported: ${oneLine(report.load.message)}`);
  for (const trouble of new Set(report.files.map((file) => file.trouble))) {
    const files = report.files.filter((file) => file.trouble === trouble).map(({ file }) => file);
    if (trouble !== null && trouble !== "not loaded") notes.push(`${trouble}: ${files.join(", ")}`);
  }
  if (report.files.some(({ output }) => LOOKS_GREEN.test(output)))
    notes.push("src prints what looks like a result");
  const outcomes = report.files.flatMap((file) => file.tests);
  const failures = outcomes
    .filter(({ status }) => status === "failed")
    .map(({ name, file, message }) => ({
      test: name,
      file,
      message: (message ?? "").slice(0, MOST_MESSAGE),
    }));
  return { day, passed: report.passed, all: report.passed + report.failed, failures };
}

function oneLine(message: string): string {
  return message.split("\n")[0]?.slice(0, 200) ?? "";
}
