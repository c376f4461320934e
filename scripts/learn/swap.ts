/**
 * The commands that put the course's files in place of the learner's and back: use, mine, undo, redo. With them no one
 * is ever stuck, and nothing is ever gone.
 */
import type { Lesson } from "../lessons/course.ts";
import { toFiles } from "./course.ts";
import { type Entry, plainAct } from "./history.ts";
import { done, type Outcome, refused, UsageError } from "./outcome.ts";
import type { Session } from "./session.ts";
import { shown } from "./shown.ts";
import type { Files } from "./store.ts";

/** More names than this are a number. */
const MOST_NAMES = 5;

/** The course's file as it is when this lesson is done. */
export function use(session: Session): Outcome {
  const { lesson, state } = session.underWay;
  const { args, course, desk } = session;
  const after = toFiles(course.tree(lesson, "after"));
  const files = desk.work.read();
  const paths = args.all ? [...after.keys(), ...files.keys()] : chosen(session, lesson, after);
  const changed = [...new Set(paths)].filter((path) => !isSame(after.get(path), files.get(path)));
  if (changed.length === 0) return done("That is the course's already, to the byte.");
  const act = args.all ? "use --all" : `use ${changed.map(short).join(" ")}`;
  desk.act(act, (found) => {
    const wanted = new Map(found);
    const used: Record<string, string | null> = { ...state.used };
    for (const path of changed) {
      const [own, theirs] = [found.get(path), after.get(path)];
      // Used twice, and changed in between: the learner's own is the one from before.
      if (!(path in used)) used[path] = own === undefined ? null : desk.store.keep(own);
      if (theirs === undefined) wanted.delete(path);
      else wanted.set(path, theirs);
    }
    return { files: wanted, state: { ...state, used } };
  });
  const many = changed.length > MOST_NAMES;
  const told = many ? [`${changed.length} files are the course's now`] : changed.map(asCourse(after));
  const back = args.all ? "" : ` ${changed.map(short).join(" ")}`;
  return done(...told, `Yours ${changed.length === 1 ? "is" : "are"} kept: npm run learn mine${back}`);
}

/** By the command line; without a word the one file that is to be written. Errors: UsageError. */
function chosen(session: Session, lesson: Lesson, after: Files): string[] {
  const { words } = session.args;
  if (words.length > 0) return words.map((word) => session.pathOf(word, [...after.keys()]));
  const typed = lesson.files.filter(({ kind }) => kind === "type").map(({ path }) => path);
  if (typed.length === 1) return typed;
  throw new UsageError(`use which one? ${typed.map(short).join(", ")}, or -- --all`);
}

const asCourse = (after: Files) => (path: string) =>
  after.has(path) ? `${shown(path)} is the course's now` : `${shown(path)} is gone: the course has none`;

function isSame(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}

/** The learner's own, as it was before `use`. */
export function mine(session: Session): Outcome {
  const { state } = session.underWay;
  const { args, desk } = session;
  const known = Object.keys(state.used);
  if (known.length === 0) return refused("All files are yours already.");
  const paths = args.words.length === 0 ? known : args.words.map((word) => session.pathOf(word, known));
  const many = paths.length > MOST_NAMES;
  desk.act(many ? "mine" : `mine ${paths.map(short).join(" ")}`, (files) => {
    const wanted = new Map(files);
    const used = { ...state.used };
    for (const path of paths) {
      const own = used[path] ?? null;
      if (own === null) wanted.delete(path);
      else wanted.set(path, desk.store.get(own));
      delete used[path];
    }
    return { files: wanted, state: { ...state, used } };
  });
  if (many) return done(`${paths.length} files are yours again`);
  return done(
    ...paths.map((path) =>
      state.used[path] === null ? `${shown(path)} is gone: you had none` : `${shown(path)} is yours again`,
    ),
  );
}

export function takeBack(session: Session, which: "undo" | "redo"): Outcome {
  const { args, desk } = session;
  const entries = desk.history.numbers.flatMap((number) => desk.history.read(number) ?? []);
  if (args.list)
    return done(...(entries.length > 0 ? entries.map(entryLine) : ["Nothing was replaced yet."]));
  if (args.to !== null) {
    const entry = entries.find(({ number }) => number === args.to);
    if (entry === undefined)
      throw new UsageError(`there is no number ${args.to}: npm run learn undo -- --list`);
    desk.goBackTo(entry);
    return done(`work/ is as it was before number ${entry.number}, "${entry.act}".`);
  }
  const entry = desk.takeBack(which);
  const [did, other, what] =
    which === "undo" ? ["Taken back", "redo", "take back"] : ["Done again", "undo", "do again"];
  if (entry === null) return refused(`There is nothing to ${what}.`);
  return done(`${did}: ${plainAct(entry.act)} (the way back: npm run learn ${other})`);
}

function entryLine({ number, at, act }: Entry): string {
  return `${String(number).padStart(4)}  ${at.slice(0, 16).replace("T", " ")}  ${act}`;
}

function short(path: string): string {
  return path.replace(/^src\//, "");
}
