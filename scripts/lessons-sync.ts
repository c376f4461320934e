/**
 * `npm run lessons:sync`: after a fix was carried through the stages, brings the lessons behind it: blocks that are a
 * part of a stage's file, the pages of given files, the numbers in the chapters. What it cannot know it tells.
 * The one place that prints and writes; the work is in scripts/lessons/.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { committed } from "./days/git.ts";
import { figuresOf } from "./lessons/check-budget.ts";
import { chapterOf } from "./lessons/check-day.ts";
import { readCourse } from "./lessons/course.ts";
import { givenPage, givenPath } from "./lessons/given-page.ts";
import type { Lesson, Tree } from "./lessons/lesson.ts";
import { checkLessonTable } from "./lessons/lesson-table.ts";
import { readParts } from "./lessons/page-parts.ts";
import { syncPage, type Versions } from "./lessons/sync-page.ts";
import { readStage } from "./lessons/trees.ts";
import { bearClosedPipe } from "./shared/closed-pipe.ts";

const usage = `npm run lessons:sync -- [options]

  --since COMMIT   what the stages looked like when the lessons were right (HEAD)
  --root DIR       the course (this one)
  --help           this text`;

/** The stages' files then and now. Without git there is no then: nothing has changed. */
function versionsOf(
  root: string,
  since: string,
  day: number,
  stage: Tree,
): (path: string) => Versions | null {
  const known = new Map<string, Versions | null>();
  const read = (path: string): Versions | null => {
    const now = stage.get(path);
    const { content } = committed(root, `day${day}/${path}`, since);
    const before = content?.toString("utf8");
    if (now === undefined || before === undefined || before === now) return null;
    return { before: before.split("\n").slice(0, -1), now: now.split("\n").slice(0, -1) };
  };
  return (path) => {
    if (!known.has(path)) known.set(path, read(path));
    return known.get(path) ?? null;
  };
}

/** Writes and tells only what is new. */
function write(root: string, page: string, text: string, what: string): void {
  const file = join(root, page);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeFileSync(file, text);
  console.log(`${page}: ${what}`);
}

/** Returns how many places a person has to look at. */
function syncBlocks(root: string, since: string, lessons: readonly Lesson[]): number {
  let left = 0;
  const versions = daysOf(lessons).map(
    (day) => [day, versionsOf(root, since, day, readStage(root, day))] as const,
  );
  for (const lesson of lessons) {
    const changed = new Map(versions).get(lesson.day) ?? (() => null);
    const { text, rewritten, open } = syncPage(
      lesson,
      readFileSync(join(root, lesson.page), "utf8"),
      changed,
    );
    if (rewritten.length > 0)
      write(
        root,
        lesson.page,
        text,
        `rewrote the blocks of line ${rewritten.join(", ")}; read the words around them`,
      );
    for (const { line, why } of open) console.log(`${lesson.page}:${line}: look at it by hand: ${why}`);
    left += open.length;
  }
  return left;
}

function syncDay(root: string, day: number, lessons: readonly Lesson[]): void {
  const given = givenPage(day, lessons, readStage(root, day), readStage(root, day - 1));
  if (given !== null) write(root, givenPath(day), given, "printed the given files");
  const chapter = chapterOf(day);
  if (!existsSync(join(root, chapter))) return;
  const counted = lessons.map((lesson) => {
    const parts = readParts(readFileSync(join(root, lesson.page), "utf8"));
    return { lesson, figures: figuresOf(lesson, parts) };
  });
  const { text } = checkLessonTable(chapter, readFileSync(join(root, chapter), "utf8"), counted);
  write(root, chapter, text, "corrected the table of lessons");
}

const daysOf = (lessons: readonly Lesson[]) => [...new Set(lessons.map(({ day }) => day))];

function main({ root, since }: { root: string; since: string }): number {
  let left = syncBlocks(root, since, readCourse(root).lessons);
  // As the pages are now.
  const { lessons, errors } = readCourse(root);
  for (const { message } of errors) console.log(message);
  left += errors.length;
  for (const day of daysOf(lessons)) {
    // A page that cannot be read would be missing from the day's other pages.
    if (errors.some(({ page }) => page.startsWith(`docs/day${day}/`))) continue;
    const own = lessons.filter((lesson) => lesson.day === day);
    syncDay(root, day, own);
  }
  console.log(
    left === 0 ? "nothing is left to do by hand: npm run lessons:check" : `${left} to look at by hand`,
  );
  return left === 0 ? 0 : 1;
}

bearClosedPipe();
try {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { root: text, since: text, help: { type: "boolean" } } });
  const root = resolve(values.root ?? fileURLToPath(new URL("../", import.meta.url)));
  if (values.help) console.log(usage);
  else process.exitCode = main({ root, since: values.since ?? "HEAD" });
} catch (error) {
  if (!(error instanceof TypeError && "code" in error)) throw error;
  console.error(`${error.message.split(/\. |\n/)[0]}\n\n${usage}`);
  process.exitCode = 2;
}
