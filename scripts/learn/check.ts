/**
 * check: is the lesson done? Asks the compiler and the lesson's tests at the same time, and says what of their answers
 * a learner should look at first: at once when that is known, also while other tests still run. The tests are the
 * course's own, always. Used by the commands and by the watch.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WireEntry } from "../../tests/support/wire-record.ts";
import {
  type FileReport,
  isReference,
  type Lesson,
  type LessonTest,
  runTests,
  type TestReport,
} from "../lessons/course.ts";
import { isEndedBySignal } from "../test/child.ts";
import type { Spares } from "../test/spares.ts";
import { layAround } from "./lay-around.ts";
import type { Session } from "./session.ts";
import { type TypeProblem, typeCheck } from "./type-check.ts";
import { isTrouble, type Verdict, verdictOf } from "./verdict.ts";

export interface Check {
  readonly lesson: Lesson;
  readonly isGreen: boolean;
  readonly types: readonly TypeProblem[];
  readonly report: TestReport;
  readonly verdict: Verdict;
  readonly ms: number;
}

export interface CheckOptions {
  readonly signal?: AbortSignal;
  /** Bounds for the learner's code. */
  readonly limits?: Limits;
  /** Called once, before the end, when what comes first is known and red. */
  readonly onEarly?: (check: Check) => void;
  /** Called often: so many tests have passed. */
  readonly onProgress?: (passed: number) => void;
  /** Files, below tests/, that are tested before all others: those that failed the last time. */
  readonly first?: readonly string[];
  /** Processes that are ready. */
  readonly spares?: Spares;
}

export interface Limits {
  /** For so long a test's process may stand still, and so long compute, without a word of its tests. */
  readonly stillMs: number;
  readonly cpuMs: number;
  /** So many bytes it may print. */
  readonly mostOutput: number;
}

const LIMITS: Limits = { stillMs: 8_000, cpuMs: 10_000, mostOutput: 1024 * 1024 };

/** Up to so many test files each get a process of their own at once: a failure need not be run again to be told. */
const FEW_FILES = 4;

export async function check(session: Session, lesson: Lesson, options: CheckOptions = {}): Promise<Check> {
  const begun = performance.now();
  const { root, reference } = session.args;
  const { signal, spares, first = [] } = options;
  const tests = inOrder(lesson.tests, first);
  const work = session.desk.work.path;
  layAround(work);
  const folder = mkdtempSync(join(tmpdir(), "ray-check-"));
  const record = join(folder, "wire.jsonl");
  const found = { missing: missingFiles(session, lesson), types: null as TypeProblem[] | null };
  const files = new Map<string, { readonly report: FileReport; readonly isDone: boolean }>();
  const names = [...new Set(tests.map(({ file }) => file))].filter(
    (file) => reference || !isReference(root, file),
  );
  const make = (types: readonly TypeProblem[], report: TestReport): Check => {
    const verdict = verdictOf({ missing: found.missing, types, report, wire: readRecord(record) });
    return {
      lesson,
      types,
      report,
      verdict,
      isGreen: verdict.kind === "green",
      ms: performance.now() - begun,
    };
  };
  let isTold = options.onEarly === undefined;
  const look = () => {
    if (isTold || found.types === null) return;
    const report = reportSoFar(names, files);
    const known = found.missing.length > 0 || found.types.length > 0 || report.failed > 0;
    if (!known) return;
    isTold = true;
    options.onEarly?.(make(found.types, report));
  };
  const keep = (isDone: boolean) => (report: FileReport) => {
    files.set(report.file, { report, isDone });
    const tests = [...files.values()].flatMap((file) => file.report.tests);
    options.onProgress?.(tests.filter(({ status }) => status === "passed").length);
    look();
  };
  try {
    const { day } = lesson;
    const typed = typeCheck(work, join(root, ".course"), signal).then((types) => {
      found.types = types;
      look();
      return types;
    });
    const tested = runTests({
      ...{ root, day, tests, reference, impl: join(work, "src"), env: { RAY_WIRE_RECORD: record } },
      ...(options.limits ?? LIMITS),
      shared: tests.length > FEW_FILES,
      alone: first,
      ...{ onNews: keep(false), onFile: keep(true) },
      ...(signal && { signal }),
      ...(spares && { spares }),
    });
    const [types, report] = await Promise.all([typed, tested]);
    // What children that were ended half way have to say is no result, and no one is there to read it.
    if (isEndedBySignal()) return await new Promise<never>(() => {});
    return make(types, report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Behind `first` come all others in the order of the page: what it builds first is what a learner writes first. */
function inOrder(tests: readonly LessonTest[], first: readonly string[]): LessonTest[] {
  const isFirst = ({ file }: LessonTest) => first.includes(file);
  return [...tests.filter(isFirst), ...tests.filter((test) => !isFirst(test))];
}

/** What is known for good: the files in their order, up to the first that failed or is not done. */
function reportSoFar(
  names: readonly string[],
  known: ReadonlyMap<string, { readonly report: FileReport; readonly isDone: boolean }>,
): TestReport {
  const files: FileReport[] = [];
  for (const name of names) {
    const file = known.get(name);
    if (file === undefined) break;
    files.push(file.report);
    if (!file.isDone || file.report.tests.some(({ status }) => status === "failed")) break;
  }
  const tests = files.flatMap((file) => file.tests);
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  // Why a file could not be loaded is asked behind all of them: until then its trouble is no answer.
  const failed = tests.filter((test) => test.status === "failed" && !isTrouble(test)).length;
  return { files, load: null, leftOut: [], passed: count("passed"), failed, skipped: count("skipped") };
}

/** Of another lesson than the one under way no one knows: what it had may have gone since. */
function missingFiles({ desk, course }: Session, lesson: Lesson): string[] {
  if (desk.state?.lesson !== lesson.id) return [];
  const files = desk.work.read();
  return [...course.tree(lesson, "start").keys()].filter((path) => !files.has(path));
}

/** Lines that a killed process has left half are skipped. */
function readRecord(path: string): WireEntry[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as WireEntry];
    } catch {
      return [];
    }
  });
}
