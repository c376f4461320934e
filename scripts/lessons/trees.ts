/**
 * The learner's tree around a lesson: before it, when it begins, and when it is done. Called by `npm run lessons:check`
 * and by `npm run learn`. A day begins with the src and examples of the day before; the stages on disk are only read.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { applyBlocks } from "./apply-blocks.ts";
import { type Lesson, LessonError, type Tree, writtenPath } from "./lesson.ts";

const FOLDERS = ["src", "examples"];

/** dayN/src and dayN/examples as they lie on disk; day 0, or one that is missing, is empty. */
export function readStage(root: string, day: number): Tree {
  const read = (path: string) => readFileSync(join(root, `day${day}`, path), "utf8");
  return new Map(listStage(root, day).map((path) => [path, read(path)]));
}

/** The paths of that tree, sorted. */
export function listStage(root: string, day: number): string[] {
  const paths: string[] = [];
  for (const folder of FOLDERS) {
    const top = join(root, `day${day}`, folder);
    if (!existsSync(top)) continue;
    const entries = readdirSync(top, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile() || entry.name === ".DS_Store") continue;
      const full = join(entry.parentPath, entry.name);
      paths.push(`${folder}/${full.slice(top.length + 1).replaceAll("\\", "/")}`);
    }
  }
  return paths.sort();
}

/** The lessons of its day in front of it. */
export function earlierOf(lessons: readonly Lesson[], lesson: Lesson): Lesson[] {
  return lessons.filter(({ day, number }) => day === lesson.day && number < lesson.number);
}

/** Errors: LessonError, of this lesson's page or of an earlier one's. */
export function treeBefore(root: string, lessons: readonly Lesson[], lesson: Lesson): Tree {
  const stage = readStage(root, lesson.day);
  return earlierOf(lessons, lesson).reduce<Tree>(
    (tree, each) => finish(each, begin(each, tree, stage)),
    readStage(root, lesson.day - 1),
  );
}

/** What is read or given is laid, what is gone is taken away; what the learner types is as it was. */
export function treeAtStart(root: string, lessons: readonly Lesson[], lesson: Lesson): Tree {
  return begin(lesson, treeBefore(root, lessons, lesson), readStage(root, lesson.day));
}

export function treeAfter(root: string, lessons: readonly Lesson[], lesson: Lesson): Tree {
  return finish(lesson, treeAtStart(root, lessons, lesson));
}

/** From the tree before a lesson to the one at its start. `stage`: the day as it is in the course. */
export function begin(lesson: Lesson, before: Tree, stage: Tree): Tree {
  const tree = new Map(before);
  for (const { path, kind } of lesson.files) {
    if (kind === "gone") tree.delete(path);
    else if (kind === "given") {
      const text = stage.get(path);
      if (text === undefined)
        throw new LessonError(lesson.page, lineOf(lesson, path), `day${lesson.day} has no ${path} to give`);
      tree.set(path, text);
    } else if (kind === "read") lay(lesson, tree, path, before.get(path));
  }
  return tree;
}

/** From the tree at the start of a lesson to the one behind it. */
export function finish(lesson: Lesson, start: Tree): Tree {
  const tree = new Map(start);
  for (const { path, kind } of lesson.files) if (kind === "type") lay(lesson, tree, path, start.get(path));
  return tree;
}

function lay(lesson: Lesson, tree: Map<string, string>, path: string, before: string | undefined): void {
  const blocks = lesson.blocks.filter((block) => block.path === path && block.kind !== "given");
  const text = applyBlocks(lesson.page, blocks, before);
  if (blocks.length === 0 || text === undefined) {
    const what = `no block of the page shows ${writtenPath(path)}: add one with file=${writtenPath(path)}`;
    throw new LessonError(lesson.page, lineOf(lesson, path), what);
  }
  tree.set(path, text);
}

const lineOf = (lesson: Lesson, path: string) =>
  lesson.entries.find((entry) => entry.path === path)?.line ?? 1;
