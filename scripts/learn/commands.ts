/** The commands by name. Called by learn.ts. */
import type { Arguments } from "./arguments.ts";
import { doctor } from "./doctor.ts";
import { hint } from "./hints.ts";
import { introduce } from "./introduce.ts";
import { checkCommand, diff, list, read } from "./look.ts";
import type { Outcome } from "./outcome.ts";
import { picture } from "./picture.ts";
import { quiz } from "./quiz.ts";
import { recover } from "./recover.ts";
import { Session } from "./session.ts";
import { mine, takeBack, use } from "./swap.ts";
import { beginAt, next, reset, start } from "./walk.ts";
import { watch } from "./watch.ts";
import { chooseLesson, WORDS } from "./welcome.ts";
import { work } from "./work.ts";

/** Null when the command has said all on a screen of its own. Errors: UsageError, TroubleError, what the disk says. */
export async function run(args: Arguments): Promise<Outcome | null> {
  if (args.command === "doctor") return doctor(args.root);
  const session = new Session(args);
  const news = await recover(session);
  const outcome = await command(session, news);
  return outcome === null || news.length === 0 ? outcome : { ...outcome, lines: [...news, ...outcome.lines] };
}

async function command(session: Session, news: readonly string[]): Promise<Outcome | null> {
  const { args } = session;
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
      return learn(session, news);
  }
}

/** Without a command: a screen for a person, and one check in plain text where there is no terminal. */
async function learn(session: Session, news: readonly string[]): Promise<Outcome | null> {
  const { args, course, desk } = session;
  if (args.json || args.plain || !isTerminal()) {
    const [first] = course.lessons;
    const isNew = desk.state === null && desk.found === "new" && first !== undefined;
    if (isNew) beginAt(session, first);
    const outcome = await checkCommand(session);
    return isNew
      ? { ...outcome, lines: [...WORDS, "", ...introduce(session, first), "", ...outcome.lines] }
      : outcome;
  }
  if (session.lesson === null) {
    const lesson = await chooseLesson(session);
    if (lesson === null) return { code: 0, lines: [""] };
    beginAt(session, lesson);
  }
  process.exit(await watch(session, news));
}

/** Someone sits in front of it, and can answer. */
function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}
