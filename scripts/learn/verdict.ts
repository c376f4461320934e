/**
 * verdictOf: the one thing that a learner should look at first, as what it is: a missing file, a type error, a copy that
 * cannot be loaded, a process that hangs or leaves, a test that fails. Pure; told in words by tell.ts.
 */
import type { WireEntry } from "../../tests/support/wire-record.ts";
import type { FileReport, TestOutcome, TestReport } from "../lessons/course.ts";
import type { TypeProblem } from "./type-check.ts";

export type Verdict =
  | { readonly kind: "green" }
  | { readonly kind: "missing"; readonly paths: readonly string[] }
  | { readonly kind: "types"; readonly problem: TypeProblem; readonly more: number }
  | { readonly kind: "not loaded"; readonly message: string; readonly stack: string }
  | {
      readonly kind: "endless" | "hung" | "flood" | "left";
      readonly during: string | null;
      readonly file: FileReport;
    }
  | { readonly kind: "crashed"; readonly file: FileReport; readonly message: string }
  | { readonly kind: "failed"; readonly test: TestOutcome; readonly wire: readonly WireEntry[] };

export interface Findings {
  readonly missing: readonly string[];
  readonly types: readonly TypeProblem[];
  readonly report: TestReport;
  readonly wire: readonly WireEntry[];
}

export function verdictOf({ missing, types, report, wire }: Findings): Verdict {
  if (missing.length > 0) return { kind: "missing", paths: missing };
  const [problem] = types;
  if (problem !== undefined) return { kind: "types", problem, more: types.length - 1 };
  if (report.load !== null) return loadVerdict(report);
  for (const file of report.files) {
    const test = file.tests.find(({ status }) => status === "failed");
    if (test === undefined) continue;
    if (file.trouble === null || !isTrouble(test)) return { kind: "failed", test, wire: wireOf(wire, test) };
    return troubleVerdict(file, test);
  }
  return { kind: "green" };
}

/** A copy that floods or loops while it is imported does what a test could do as well. */
function loadVerdict(report: TestReport): Verdict {
  const { message, stack } = report.load ?? { message: "", stack: "" };
  const kind = kindOf(message);
  const [file] = report.files;
  if (kind !== null && file !== undefined) return { kind, during: null, file };
  return { kind: "not loaded", message, stack };
}

function troubleVerdict(file: FileReport, test: TestOutcome): Verdict {
  const message = test.message ?? "";
  const during = /"(.*)" was running$/m.exec(message)?.[1] ?? null;
  const kind = kindOf(message);
  return kind === null ? { kind: "crashed", file, message } : { kind, during, file };
}

/** By the words of scripts/test. */
function kindOf(message: string): "endless" | "hung" | "flood" | "left" | null {
  if (/^it printed more than/.test(message)) return "flood";
  if (/^it computed for/.test(message)) return "endless";
  if (/^nothing happened for/.test(message)) return "hung";
  if (/called process\.exit\(\)|^the process ended \(exit code \d+\)/.test(message)) return "left";
  return null;
}

/** A failure of the whole file and of no test in it. */
export function isTrouble(test: TestOutcome): boolean {
  return /^\((the file|no test)/.test(test.name);
}

/** What the clients of that test saw. A client that told no test is any test's. */
function wireOf(wire: readonly WireEntry[], test: TestOutcome): WireEntry[] {
  return wire.filter(
    ({ file, test: of }) =>
      file.endsWith(test.file) && (of === null || test.name === of || test.name.endsWith(` > ${of}`)),
  );
}
