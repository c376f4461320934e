/**
 * `npm run exercise`: what a learner does after the lessons. Reads the command line, runs a command of
 * scripts/exercises, prints what it says, as text or as JSON. The one place that prints and that sets the exit code.
 */
import { CourseError } from "./days/course-error.ts";
import { type Arguments, readArguments, usage } from "./exercises/arguments.ts";
import { ExerciseBook } from "./exercises/book.ts";
import { breakCommand } from "./exercises/break-command.ts";
import { list } from "./exercises/list-command.ts";
import { check, hint, show, solution, start, undo } from "./exercises/task-commands.ts";
import { diskTrouble } from "./learn/disk.ts";
import { LockedError } from "./learn/lock.ts";
import { type Outcome, TroubleError, toJson, UsageError } from "./learn/outcome.ts";
import { NewerStateError } from "./learn/state.ts";
import { StoreError } from "./learn/store.ts";
import { bearClosedPipe } from "./shared/closed-pipe.ts";
import { endChildrenOnSignal } from "./test/child.ts";

const COMMANDS = { list, show, start, check, hint, solution, undo, break: breakCommand } as const;

async function run(args: Arguments): Promise<Outcome> {
  if (args.command === "help") return { code: 0, lines: [usage] };
  const book = new ExerciseBook(args.root);
  const outcome = await COMMANDS[args.command](args, book);
  if (!book.wasDamaged) return outcome;
  const note =
    "What was known of your exercises could not be read, and is put aside; check those that are done again.";
  return { ...outcome, lines: [note, "", ...outcome.lines] };
}

/** Errors that are for the learner: the code, and one line. Any other is a mistake of ours, and keeps its stack. */
function outcomeOf(error: unknown): Outcome {
  if (error instanceof UsageError) return { code: 2, lines: [error.message] };
  if (error instanceof CourseError) return { code: error.exitCode === 2 ? 2 : 3, lines: [error.message] };
  const kinds = [TroubleError, LockedError, NewerStateError, StoreError];
  const isKnown = kinds.some((kind) => error instanceof kind);
  const message = isKnown ? (error as Error).message : diskTrouble(error);
  if (message === null) throw error;
  return { code: 3, lines: [message] };
}

bearClosedPipe();
endChildrenOnSignal();
const args = process.argv.slice(2);
let json = args.includes("--json");
let outcome: Outcome;
try {
  const read = readArguments(args);
  json = read.json;
  outcome = await run(read);
} catch (error) {
  outcome = outcomeOf(error);
}
const print = outcome.code > 1 && !json ? console.error : console.log;
print(json ? toJson(outcome) : outcome.lines.join("\n"));
process.exitCode = outcome.code;
