/**
 * The lessons of the course: their pages read, in order. The door of scripts/lessons for other tools (`npm run learn`,
 * `npm run docs:check`); what else they need is passed on from here.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Lesson, type LessonEntry, LessonError, type LessonFile } from "./lesson.ts";
import { nameOf, readPage, type Unexpanded } from "./read-page.ts";
import { listStage } from "./trees.ts";

export { isReference } from "../test/is-reference.ts";
export { KeptPages } from "./kept-pages.ts";
export type * from "./lesson.ts";
export { LessonError, treePath, writtenPath } from "./lesson.ts";
export { type Answer, answerOf, predict } from "./predict.ts";
export { type FileReport, runTests, type TestOutcome, type TestReport, type TestRun } from "./run-tests.ts";
export { readStage, treeAfter, treeAtStart, treeBefore } from "./trees.ts";

/** The pages of lessons below docs/, in order of days and numbers. */
export function lessonPages(root: string): string[] {
  const pages = [1, 2, 3, 4, 5].flatMap((day) => {
    const folder = join(root, "docs", `day${day}`);
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names.map((name) => `docs/day${day}/${name}`);
  });
  return pages.filter((page) => nameOf(page) !== null).sort();
}

/** How a page becomes a lesson: readPage, or what has kept it. */
type Read = (root: string, page: string) => Unexpanded;

/** All lessons, in order. Errors: LessonError of the first page that cannot be read. */
export function readLessons(root: string, read: Read = readPage): readonly Lesson[] {
  const { lessons, errors } = readCourse(root, read);
  if (errors[0] !== undefined) throw errors[0];
  return lessons;
}

/** As readLessons, but what is wrong is told beside what could be read. */
export function readCourse(
  root: string,
  read: Read = readPage,
): { lessons: readonly Lesson[]; errors: readonly LessonError[] } {
  const lessons: Lesson[] = [];
  const errors: LessonError[] = [];
  const stages = [0, 1, 2, 3, 4, 5].map((day) => new Set(listStage(root, day)));
  const stageOf = (day: number) => stages[day] ?? new Set<string>();
  let paths = new Set<string>();
  for (const page of lessonPages(root)) {
    try {
      const lesson = read(root, page);
      const last = lessons.at(-1);
      if (last?.day !== lesson.day) paths = new Set(stageOf(lesson.day - 1));
      if (last?.id === lesson.id) throw new LessonError(page, 1, `${last.page} has this number as well`);
      const files = expand(lesson, paths, stageOf(lesson.day));
      for (const { path, kind } of files) {
        if (kind === "gone") paths.delete(path);
        else paths.add(path);
      }
      lessons.push({ ...lesson, files });
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      errors.push(error);
    }
  }
  return { lessons, errors };
}

/** The head's files one by one: a folder is what the stage has in it, and what the learner's has beyond that goes. */
function expand(lesson: Unexpanded, paths: ReadonlySet<string>, stage: ReadonlySet<string>): LessonFile[] {
  const { entries, page } = lesson;
  const named = new Set(entries.map(({ path }) => path));
  const files = new Map<string, LessonFile>();
  const fail = ({ line, written }: LessonEntry, what: string) =>
    new LessonError(page, line, `files: "${written}" ${what}`);
  for (const entry of entries) {
    const { path, kind } = entry;
    if (entries.some((other) => other !== entry && other.path === path))
      throw fail(entry, "stands there twice");
    if (!path.endsWith("/")) {
      if (kind === "gone" && !paths.has(path)) throw fail(entry, "is gone, but was never there");
      if (kind === "given" && !stage.has(path)) throw fail(entry, `is given, but day${lesson.day} has none`);
      files.set(path, { path, kind });
      continue;
    }
    const inside = (one: string) => one.startsWith(path) && !named.has(one);
    const given = kind === "given" ? [...stage].filter(inside) : [];
    const gone = [...paths].filter((one) => inside(one) && !given.includes(one));
    if (given.length + gone.length === 0) throw fail(entry, "is a folder without a file");
    for (const one of given) if (!files.has(one)) files.set(one, { path: one, kind: "given" });
    for (const one of gone) if (!files.has(one)) files.set(one, { path: one, kind: "gone" });
  }
  return [...files.values()];
}
