/**
 * The commands that put the course's files in place of the learner's and back: use, mine, undo, redo. With them no one
 * is ever stuck, and nothing is ever gone.
 */

import { toFiles } from "./course.ts";
import { plainAct } from "./history.ts";
import { done, type Outcome, refused, UsageError } from "./outcome.ts";
import type { Session } from "./session.ts";
import { shown } from "./shown.ts";

/** The course's file as it is when this lesson is done. */
export function use(session: Session): Outcome {
  const { lesson, state } = session.underWay;
  const { args, course, desk } = session;
  const after = toFiles(course.tree(lesson, "after"));
  const typed = lesson.files.filter(({ kind }) => kind === "type").map(({ path }) => path);
  const paths = args.all
    ? [...after.keys()]
    : args.words.map((word) => session.pathOf(word, [...after.keys()]));
  if (paths.length === 0) {
    const [only, ...others] = typed;
    if (only === undefined || others.length > 0)
      throw new UsageError(`use which one? ${typed.map(short).join(", ")}, or --all`);
    paths.push(only);
  }
  const files = desk.work.read();
  const changed = paths.filter(
    (path) => after.get(path)?.equals(files.get(path) ?? Buffer.from("\0")) !== true,
  );
  if (changed.length === 0) return done("They are the course's already, to the byte.");
  desk.act(args.all ? "use --all" : `use ${paths.map(short).join(" ")}`, (found) => {
    const wanted = new Map(found);
    const used: Record<string, string | null> = { ...state.used };
    for (const path of changed) {
      const own = found.get(path);
      // Used twice, and changed in between: the learner's own is the one from before.
      used[path] ??= own === undefined ? null : desk.store.keep(own);
      wanted.set(path, after.get(path) ?? Buffer.alloc(0));
    }
    return { files: wanted, state: { ...state, used } };
  });
  const told =
    changed.length > 5
      ? [`${changed.length} files are the course's now`]
      : changed.map((path) => `${shown(path)} is the course's now`);
  return done(
    ...told,
    `Yours ${changed.length === 1 ? "is" : "are"} kept: npm run learn mine${args.all ? "" : ` ${changed.map(short).join(" ")}`}`,
  );
}

/** The learner's own, as it was before `use`. */
export function mine(session: Session): Outcome {
  const { state } = session.underWay;
  const { args, desk } = session;
  const known = Object.keys(state.used);
  if (known.length === 0) return refused("All files are yours already.");
  const paths = args.words.length === 0 ? known : args.words.map((word) => session.pathOf(word, known));
  desk.act(`mine ${paths.map(short).join(" ")}`, (files) => {
    const wanted = new Map(files);
    const used = { ...state.used };
    for (const path of paths) {
      const own = used[path];
      if (own === null || own === undefined) wanted.delete(path);
      else wanted.set(path, desk.store.get(own));
      delete used[path];
    }
    return { files: wanted, state: { ...state, used } };
  });
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
    return done(
      ...entries.map(
        ({ number, at, act }) =>
          `${String(number).padStart(4)}  ${at.slice(0, 16).replace("T", " ")}  ${act}`,
      ),
    );
  if (args.to !== null) {
    const entry = entries.find(({ number }) => number === args.to);
    if (entry === undefined)
      throw new UsageError(`there is no number ${args.to}: npm run learn undo -- --list`);
    desk.goBackTo(entry);
    return done(`work/ is as it was before "${entry.act}" (number ${entry.number}).`);
  }
  const entry = desk.takeBack(which);
  const what = which === "undo" ? "take back" : "do again";
  if (entry === null) return refused(`There is nothing to ${what}.`);
  const other = which === "undo" ? "redo" : "undo";
  return done(
    `${which === "undo" ? "Taken back" : "Done again"}: ${plainAct(entry.act)} (npm run learn ${other} for the way back)`,
  );
}

function short(path: string): string {
  return path.replace(/^src\//, "");
}
