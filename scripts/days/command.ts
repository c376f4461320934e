/**
 * runCommand: what the three days:* tools share at the command line. Reads the flags, finds the course, prints
 * what the tool returns and sets the exit code: 0 fine, 1 a problem was found, 2 wrong usage.
 * It never calls process.exit: a long diff in a pipe must be written to its end first.
 */

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bearClosedPipe } from "../shared/closed-pipe.ts";
import { CourseError } from "./course-error.ts";

interface Invocation {
  /** The absolute path of the course: `--root DIR`, or the repository this file lies in. */
  root: string;
  words: string[];
  flags: ReadonlySet<string>;
}

interface Outcome {
  lines: string[];
  ok: boolean;
}

interface Command {
  /** One line, shown when the command is called in a wrong way. */
  usage: string;
  flags: readonly string[];
  run(invocation: Invocation): Outcome;
}

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

export function runCommand(command: Command): void {
  bearClosedPipe();
  try {
    const { lines, ok } = command.run(readArguments(command));
    if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
    process.exitCode = ok ? 0 : 1;
  } catch (error) {
    process.exitCode = error instanceof CourseError ? error.exitCode : 1;
    const text = CourseError.explain(error);
    process.stderr.write(process.exitCode === 2 ? `${text} ${command.usage}\n` : `${text}\n`);
  }
}

function readArguments(command: Command): Invocation {
  const switches = command.flags.map((flag) => [flag, { type: "boolean" }] as const);
  try {
    const { values, positionals } = parseArgs({
      options: { ...Object.fromEntries(switches), root: { type: "string" } },
      allowPositionals: true,
    });
    const given = new Set(Object.keys(values).filter((name) => name !== "root"));
    return { root: resolve(String(values.root ?? REPOSITORY)), words: positionals, flags: given };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CourseError(`${reason.split(". ")[0]}.`, 2);
  }
}
