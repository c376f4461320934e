/**
 * check: is the lesson done? Asks the compiler and the lesson's tests at the same time, and says what of their answers
 * a learner should look at first. The tests are the course's own, always. Used by the commands and by the watch.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { WireEntry } from "../../tests/support/wire-record.ts";
import { type Lesson, runTests, type TestOutcome, type TestReport } from "../lessons/course.ts";
import { layAround } from "./lay-around.ts";
import type { Session } from "./session.ts";
import { type TypeProblem, typeCheck } from "./type-check.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

export interface Check {
  readonly lesson: Lesson;
  readonly isGreen: boolean;
  readonly types: readonly TypeProblem[];
  readonly report: TestReport;
  /** Files that should be there: the course gave them, or the learner had them when the lesson began. */
  readonly missing: readonly string[];
  /** Tests of the lesson that pass, and all of them. */
  readonly passed: number;
  readonly all: number;
  readonly verdict: Verdict;
  readonly ms: number;
}

/** For so long a test's process may stand still, compute without a word, and so much it may print. */
const STILL_MS = 8_000;
const CPU_MS = 10_000;
const MOST_OUTPUT = 1024 * 1024;

/** Up to so many test files each get a process of their own at once: a failure need not be run again to be told. */
const FEW_FILES = 4;

export async function check(session: Session, lesson: Lesson, signal?: AbortSignal): Promise<Check> {
  const begun = performance.now();
  const { root, reference } = session.args;
  const work = session.desk.work.path;
  layAround(work);
  const record = join(root, ".course", `wire-${process.pid}.jsonl`);
  mkdirSync(join(root, ".course"), { recursive: true });
  rmSync(record, { force: true });
  try {
    const { tests, day } = lesson;
    const [types, report] = await Promise.all([
      typeCheck(work, signal),
      runTests({
        ...{ root, day, tests, reference, impl: join(work, "src"), env: { RAY_WIRE_RECORD: record } },
        ...{ stillMs: STILL_MS, cpuMs: CPU_MS, mostOutput: MOST_OUTPUT, shared: tests.length > FEW_FILES },
        ...(signal && { signal }),
      }),
    ]);
    const missing = missingFiles(session, lesson);
    const failed = report.files.flatMap((file) => file.tests).filter(({ status }) => status === "failed");
    const verdict = verdictOf({ missing, types, report, wire: readRecord(record) });
    const result = { lesson, types, report, missing, verdict, ms: performance.now() - begun };
    const all = report.passed + report.failed;
    return {
      ...result,
      passed: report.passed,
      all,
      isGreen: verdict.kind === "green" && failed.length === 0,
    };
  } finally {
    rmSync(record, { force: true });
  }
}

function missingFiles({ desk, course }: Session, lesson: Lesson): string[] {
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

/** The failures in the order in which a learner should look at them: as the lesson names its test files. */
export function failures(report: TestReport): readonly TestOutcome[] {
  return report.files.flatMap(({ tests }) => tests).filter(({ status }) => status === "failed");
}
