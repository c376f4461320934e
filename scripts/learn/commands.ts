/** The commands by name. Called by learn.ts. */
import type { Arguments } from "./arguments.ts";
import { doctor } from "./doctor.ts";
import { hint } from "./hints.ts";
import { checkCommand, diff, list, read } from "./look.ts";
import type { Outcome } from "./outcome.ts";
import { picture } from "./picture.ts";
import { quiz } from "./quiz.ts";
import { Session } from "./session.ts";
import { mine, takeBack, use } from "./swap.ts";
import { next, reset, start } from "./walk.ts";
import { work } from "./work.ts";

/** Null when the command has said all on a screen of its own. Errors: UsageError, TroubleError, what the disk says. */
export async function run(args: Arguments): Promise<Outcome | null> {
  if (args.command === "doctor") return doctor(args.root);
  const session = new Session(args);
  switch (args.command) {
    case "check":
      return checkCommand(session);
    case "next":
      return next(session);
    case "list":
      return list(session);
    case "read":
      return read(session);
    case "hint":
      return hint(session);
    case "diff":
      return diff(session);
    case "use":
      return use(session);
    case "mine":
      return mine(session);
    case "undo":
    case "redo":
      return takeBack(session, args.command);
    case "reset":
      return reset(session);
    case "quiz":
      return quiz(session, isTerminal());
    case "picture":
      return picture(session);
    case "work":
      return work(session);
    case "start":
      return start(session);
    default:
      return { code: 2, lines: [`${args.command} is not there yet`] };
  }
}

/** Someone sits in front of it, and can answer. */
function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}
