/**
 * The planted defects: exercises/dayN/break-N-NAME/ with the story (README.md), a patch against dayN/src (defect.patch)
 * and what must be found (answer.json). Here they are read and laid; used by exercises:check and `npm run exercise`.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyPatch, parsePatch } from "diff";
import { CourseError } from "../days/course-error.ts";
import { DAYS, foldersOf, textOf } from "./exercise.ts";
import { rebasePatch } from "./rebase-patch.ts";

export interface BreakAnswer {
  readonly invariant: string;
  /** Test files of the suite that are run, such as "tests/day1/line-codec.test.ts". */
  readonly files: readonly string[];
  /** The titles of all tests in them that fail, without ids in front. */
  readonly tests: readonly string[];
  /** What the line does wrong, for when it has been found. */
  readonly why: string;
}

export interface Break {
  /** "day2/1" */
  readonly id: string;
  readonly day: number;
  readonly name: string;
  /** Below the root. */
  readonly folder: string;
  readonly title: string;
}

/** All of them, in order. */
export function readBreaks(root: string): Break[] {
  return DAYS.flatMap((day) =>
    foldersOf(join(root, "exercises", `day${day}`)).flatMap((name) => {
      const match = /^break-(\d)-(.+)$/.exec(name);
      if (match === null) return [];
      const folder = `exercises/day${day}/${name}`;
      const title = /^# (.+)$/m.exec(textOf(root, `${folder}/README.md`))?.[1] ?? "";
      return [{ id: `day${day}/${match[1]}`, day, name: match[2] as string, folder, title }];
    }),
  );
}

/** Errors: CourseError where answer.json is no such thing. */
export function readAnswer(root: string, { folder }: Break): BreakAnswer {
  const file = `${folder}/answer.json`;
  let value: Partial<BreakAnswer>;
  try {
    value = JSON.parse(textOf(root, file)) as Partial<BreakAnswer>;
  } catch (error) {
    throw new CourseError(`${file}: ${(error as Error).message}`);
  }
  const { invariant, files, tests, why } = value;
  const isList = (list: unknown): list is string[] => Array.isArray(list) && list.length > 0;
  if (typeof invariant !== "string" || typeof why !== "string" || !isList(files) || !isList(tests))
    throw new CourseError(`${file}: it must have invariant, files, tests and why`);
  return { invariant, files, tests, why };
}

/** For answers that name tests by another name than they have today. */
export function writeAnswer(root: string, { folder }: Break, answer: BreakAnswer): void {
  writeFileSync(join(root, folder, "answer.json"), `${JSON.stringify(answer, null, 2)}\n`);
}

/** Where the course's file has changed around the defect, its patch is written anew. */
export function mendPatch(root: string, { folder }: Break): void {
  const file = `${folder}/defect.patch`;
  const text = textOf(root, file);
  const path = /^\+\+\+ b\/(\S+)/m.exec(text)?.[1] ?? "";
  const mended = rebasePatch(text, textOf(root, path));
  if (mended !== null && mended !== text) writeFileSync(join(root, file), mended);
}

/** The title of a test without the ids in front, such as "I3: " or "MR5, ND4: ": a test may get one, or lose it. */
export function withoutIds(title: string): string {
  return title.replace(/^[A-Z]{1,2}\d+(?:, [A-Z]{1,2}\d+)*: /, "");
}

/** Where the defect is: the file below src, and the lines of it, in the broken copy, that are not the course's. */
export interface Place {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

/** Lays dayN/src with the defect into `folder`/src. Errors: CourseError when the patch does not apply to the letter. */
export function layBroken(root: string, defect: Break, folder: string): Place {
  const patchFile = `${defect.folder}/defect.patch`;
  const [patch, ...others] = parsePatch(textOf(root, patchFile));
  const path = patch?.newFileName?.replace(/^b\//, "") ?? "";
  const day = `day${defect.day}/src/`;
  if (patch === undefined || others.length > 0 || !path.startsWith(day))
    throw new CourseError(`${patchFile}: it must change one file below ${day}`);
  const before = textOf(root, path);
  const after = applyPatch(before, patch, { fuzzFactor: 0 });
  if (after === false || after === before)
    throw new CourseError(`${patchFile}: it does not apply to ${path}`);
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, day), join(folder, "src"), { recursive: true });
  const file = path.slice(day.length);
  writeFileSync(join(folder, "src", file), after);
  return { file, ...changedLines(before, readFileSync(join(folder, "src", file), "utf8")) };
}

/** From the first line that differs to the last; where lines are only missing, the two around the gap. */
export function changedLines(before: string, after: string): { first: number; last: number } {
  const a = before.split("\n");
  const b = after.split("\n");
  let front = 0;
  while (front < Math.min(a.length, b.length) && a[front] === b[front]) front += 1;
  let back = 0;
  while (back < Math.min(a.length, b.length) - front && a.at(-1 - back) === b.at(-1 - back)) back += 1;
  const last = b.length - back;
  return last > front ? { first: front + 1, last } : { first: front, last: front + 1 };
}
