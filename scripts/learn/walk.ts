/** The commands that move between lessons: start, next, reset. Each keeps what it replaces. */
import type { Lesson } from "../lessons/course.ts";
import { check } from "./check.ts";
import { introduce } from "./introduce.ts";
import { done, type Outcome, refused, UsageError } from "./outcome.ts";
import type { Session } from "./session.ts";
import { shown } from "./shown.ts";
import { tell } from "./tell.ts";

/** Lays everything before the lesson from the course, in place of what is in the folder. */
export function start(session: Session): Outcome {
  const lesson = session.course.named(session.args.words[0] ?? "");
  beginAt(session, lesson);
  return done(
    ...introduce(session, lesson),
    "",
    "What was in work/ is kept: npm run learn undo brings it back.",
  );
}

export function beginAt(session: Session, lesson: Lesson): void {
  session.begin(`start ${lesson.id}`, lesson, () => session.course.beginAfresh(lesson));
}

/** Only from a green lesson: what comes next stands on it. */
export async function next(session: Session): Promise<Outcome> {
  const { lesson } = session.underWay;
  const result = await check(session, lesson);
  if (!result.isGreen) {
    const way = "When you are stuck: npm run learn hint, or npm run learn use FILE for the course's own.";
    return refused(`Lesson ${lesson.id} is not green yet.`, ...tell(session, result), "", way);
  }
  return goOn(session, lesson);
}

/** From a lesson that has just been seen green. */
export function goOn(session: Session, lesson: Lesson): Outcome {
  const following = session.course.after(lesson);
  if (following === null) {
    return done(
      `Lesson ${lesson.id} was the last one: the framework in work/ is yours.`,
      "Exercises and what to read next: docs/README.md.",
    );
  }
  const replaced = replacedBy(session, following);
  session.begin("next", following, (files) => session.course.begin(following, files));
  const news = replaced.map(
    (path) => `${shown(path)} is now the course's, in its final form; yours is kept (undo)`,
  );
  return done(...introduce(session, following), ...(news.length > 0 ? ["", ...news] : []));
}

/** Files of the learner's that the next lesson gives, and that the learner had otherwise. */
function replacedBy({ course, desk }: Session, lesson: Lesson): string[] {
  const files = desk.work.read();
  const start = course.tree(lesson, "start");
  return lesson.files
    .filter(({ path, kind }) => (kind === "given" || kind === "read") && files.has(path))
    .map(({ path }) => path)
    .filter((path) => files.get(path)?.toString("utf8") !== start.get(path));
}

/** The folder, or some files, as when the lesson began. */
export function reset(session: Session): Outcome {
  const { lesson, state } = session.underWay;
  const { desk, course, args } = session;
  const begun = state.begun === null ? course.beginAfresh(lesson) : new Map(desk.store.getTree(state.begun));
  if (args.words.length === 0) {
    desk.act("reset", () => ({ files: begun, state: { ...state, used: {} } }));
    return done(`Lesson ${lesson.id} begins again. npm run learn undo brings back what you had.`);
  }
  const now = desk.work.read();
  const known = [...new Set([...begun.keys(), ...now.keys()])];
  const paths = args.words.map((word) => session.pathOf(word, known));
  if (paths.every((path) => !begun.has(path) && !now.has(path)))
    throw new UsageError("there is no such file");
  desk.act(`reset ${args.words.join(" ")}`, (files) => {
    const wanted = new Map(files);
    const used = { ...state.used };
    for (const path of paths) {
      const bytes = begun.get(path);
      if (bytes === undefined) wanted.delete(path);
      else wanted.set(path, bytes);
      delete used[path];
    }
    return { files: wanted, state: { ...state, used } };
  });
  const told = paths.map((path) =>
    begun.has(path)
      ? `${shown(path)} is as the lesson began`
      : `${shown(path)} was not there when the lesson began: it is gone`,
  );
  return done(...told, "npm run learn undo brings back what you had.");
}
