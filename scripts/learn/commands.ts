/** The commands by name. Called by learn.ts. */
import type { Arguments } from "./arguments.ts";
import { hint } from "./hints.ts";
import { checkCommand, diff, list, read } from "./look.ts";
import type { Outcome } from "./outcome.ts";
import { Session } from "./session.ts";
import { mine, takeBack, use } from "./swap.ts";
import { next, reset, start } from "./walk.ts";

/** Null when the command has said all on a screen of its own. Errors: UsageError, TroubleError, what the disk says. */
export async function run(args: Arguments): Promise<Outcome | null> {
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
    case "start":
      return start(session);
    default:
      return { code: 2, lines: [`${args.command} is not there yet`] };
  }
}
