/**
 * recover: what a learner is told when the desk was not found as it was left, and how a lost state is made anew: the
 * lesson is the last one whose given files all lie in the folder, and a check says what is done. Called by commands.ts.
 */
import type { Lesson } from "../lessons/course.ts";
import { check } from "./check.ts";
import type { Session } from "./session.ts";

/** Lines for the learner; none when all is well. */
export async function recover(session: Session): Promise<string[]> {
  const { desk } = session;
  if (desk.found === "an act was ended")
    return ["The last command was cut off: it is done now. npm run learn undo takes it back.", ""];
  if (desk.found !== "the state was damaged") return [];
  const kept = "What is known about you was damaged (.course/state.json); the damaged file lies beside it.";
  if (desk.state !== null) return [kept, `Its history says: lesson ${desk.state.lesson}.`, ""];
  const lesson = lessonOf(session);
  if (lesson === null) return [kept, "Choose where to go on: npm run learn start DAY.LESSON.", ""];
  const before = session.course.lessons.slice(0, session.course.lessons.indexOf(lesson));
  session.begin("made anew", lesson, (files) => files);
  const isGreen = (await check(session, lesson)).isGreen;
  const done = [...before, ...(isGreen ? [lesson] : [])].map(({ id }) => id);
  desk.note((state) => ({ ...state, done }));
  return [kept, `By the files in work/ you are in lesson ${lesson.id}. No file was changed.`, ""];
}

/** Null when the folder has nothing of any lesson. */
function lessonOf({ desk, course }: Session): Lesson | null {
  const files = desk.work.read();
  const isLaid = (lesson: Lesson) => {
    const start = course.tree(lesson, "start");
    const laid = lesson.files.filter(({ kind }) => kind === "given" || kind === "read");
    const typed = lesson.files.filter(({ kind }) => kind === "type");
    const isThere = laid.every(({ path }) => files.get(path)?.toString("utf8") === start.get(path));
    return isThere && (laid.length > 0 || typed.some(({ path }) => files.has(path)));
  };
  return course.lessons.findLast(isLaid) ?? null;
}
