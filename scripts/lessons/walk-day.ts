/**
 * walkDay: a whole day as a learner walks it, in a copy of the course: `npm run learn` lays what a lesson gives, the
 * blocks of kind `type` are copied from the page into the files that they name, `check` must be green, `next` goes on. What
 * lies in work/ at the end came from nowhere else. Called by scripts/lessons-walk.ts.
 */

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { applyBlocks } from "./apply-blocks.ts";
import { type Lesson, readLessons } from "./course.ts";

/** All that a learner's clone has and the runner asks for. */
const FOLDERS = ["docs", "scripts", "tests", "bench", "day1", "day2", "day3", "day4", "day5"];
const FILES = ["package.json", "tsconfig.json", "biome.json", "days.json"];

export interface WalkStep {
  readonly lesson: string;
  /** What went wrong; null: it is green. */
  readonly problem: string | null;
}

/** A clone to walk in. `folder` is empty. */
export function layCourse(root: string, folder: string): void {
  // What git does not keep is in no clone.
  const filter = (from: string) => !/[\\/](node_modules|\.build|\.before)$/.test(from);
  for (const part of [...FOLDERS, ...FILES])
    cpSync(join(root, part), join(folder, part), { recursive: true, filter });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
}

/** Walks day `day` in the clone at `root`; `told` hears of each lesson. Stops at the first that is not green. */
export function walkDay(root: string, day: number, told: (step: WalkStep) => void): boolean {
  const lessons = readLessons(root).filter((lesson) => lesson.day === day);
  for (const [at, lesson] of lessons.entries()) {
    const problem = walk(root, lesson, at === 0);
    told({ lesson: lesson.id, problem });
    if (problem !== null) return false;
  }
  return lessons.length > 0;
}

/** Returns what went wrong. */
function walk(root: string, lesson: Lesson, isFirst: boolean): string | null {
  const begun = isFirst ? learn(root, "start", lesson.id) : learn(root, "next");
  if (begun.status !== 0) return `the lesson cannot be begun:\n${begun.text}`;
  const red = learn(root, "check");
  // A lesson that only gives is green once it is laid.
  const isTyped = lesson.files.some(({ kind }) => kind === "type");
  if (red.status !== (isTyped ? 1 : 0))
    return `before anything is typed, check ends with ${red.status}:\n${red.text}`;
  for (const { path, kind } of lesson.files) {
    if (kind !== "type") continue;
    const file = join(root, "work", path);
    const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    const blocks = lesson.blocks.filter((block) => block.path === path && block.kind !== "given");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, applyBlocks(lesson.page, blocks, before) ?? "");
  }
  const green = learn(root, "check");
  return green.status === 0 ? null : `typed, and not green:\n${green.text}`;
}

function learn(root: string, ...words: string[]): { status: number | null; text: string } {
  const script = join(root, "scripts", "learn.ts");
  const args = ["--import", import.meta.resolve("tsx"), script, ...words, "--plain"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  return { status, text: `${stdout}${stderr}` };
}
