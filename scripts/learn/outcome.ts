/**
 * What a command of the runner comes to: an exit code and lines for a person, or the results format of Exercism's test
 * runners (version 3) for a program: https://exercism.org/docs/building/tooling/test-runners/interface. Pure.
 */

/** 0: done, or green. 1: red. 2: the command line is wrong. 3: the machine is: a full disk, no packages, a broken course. */
export type Code = 0 | 1 | 2 | 3;

/** A test, or a lesson of a list, for `--json`. */
export interface ResultRow {
  readonly name: string;
  readonly status: "pass" | "fail" | "error";
  readonly message: string | null;
  /** What the code under test printed. */
  readonly output?: string | null;
  /** Where the test stands, or what it says. */
  readonly test_code?: string;
  /** The lesson within its day. */
  readonly task_id?: number;
}

export interface Outcome {
  readonly code: Code;
  readonly lines: readonly string[];
  readonly rows?: readonly ResultRow[];
}

export const done = (...lines: string[]): Outcome => ({ code: 0, lines });
export const refused = (...lines: string[]): Outcome => ({ code: 1, lines });

/** A mistake in the command line: told in a line, exit code 2. */
export class UsageError extends Error {}

/** Something outside of the learner's code that keeps us from going on: exit code 3. */
export class TroubleError extends Error {}

const MOST_OUTPUT = 500;

export function toJson({ code, lines, rows = [] }: Outcome): string {
  const status = code === 0 ? "pass" : code === 1 ? "fail" : "error";
  // The format knows a message of the whole only where nothing could be tested.
  const message = rows.length === 0 || code > 1 ? plain(lines.join("\n")) : null;
  const tests = rows.map(({ output = null, message: own, ...row }) => ({
    ...row,
    message: own === null ? null : plain(own),
    output: output === null ? null : cut(plain(output)),
  }));
  return JSON.stringify({ version: 3, status, message, tests }, null, 2);
}

/** The format allows 500 characters, and wants to be told when there were more. */
function cut(output: string): string {
  if (output.length <= MOST_OUTPUT) return output;
  const note = " … (cut off)";
  return output.slice(0, MOST_OUTPUT - note.length) + note;
}

/** Without colours. */
export function plain(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}
