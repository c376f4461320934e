/**
 * `npm run learn`: the one command that a learner needs. Reads the command line, runs a command of scripts/learn, prints
 * what it says, as text or as JSON. The one place that prints and that sets the exit code.
 */
import { readArguments, usage } from "./learn/arguments.ts";
import { run } from "./learn/commands.ts";
import { diskTrouble } from "./learn/disk.ts";
import { LockedError } from "./learn/lock.ts";
import { type Outcome, TroubleError, toJson, UsageError } from "./learn/outcome.ts";
import { NewerStateError } from "./learn/state.ts";
import { StoreError } from "./learn/store.ts";
import { bearClosedPipe } from "./shared/closed-pipe.ts";
import { endChildrenOnSignal } from "./test/child.ts";

/** Errors that are for the learner: the code, and one line. Any other is a mistake of ours, and keeps its stack. */
function outcomeOf(error: unknown): Outcome {
  if (error instanceof UsageError) return { code: 2, lines: [error.message] };
  const known = [TroubleError, LockedError, NewerStateError, StoreError].some(
    (kind) => error instanceof kind,
  );
  const message = known ? (error as Error).message : diskTrouble(error);
  if (message === null) throw error;
  return { code: 3, lines: [message] };
}

async function main(args: readonly string[]): Promise<void> {
  // The learner's program is to get its signals itself.
  if (!args.includes("work")) endChildrenOnSignal();
  let json = args.includes("--json");
  let outcome: Outcome | null;
  let print = console.log;
  try {
    const read = readArguments(args);
    json = read.json;
    outcome = read.command === "help" ? { code: 0, lines: [usage] } : await run(read);
  } catch (error) {
    outcome = outcomeOf(error);
    if (!json) print = console.error;
  }
  // A command that has a screen of its own has said all.
  if (outcome === null) return;
  print(json ? toJson(outcome) : outcome.lines.join("\n"));
  process.exitCode = outcome.code;
}

bearClosedPipe();
await main(process.argv.slice(2));
