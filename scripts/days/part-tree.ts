/**
 * readPart: what a learner has in src behind a part of a day: the files of the day before, those of the parts up to
 * this one, and first versions of files that a later part brings to their end. Called by check-parts.ts and, for
 * `npm test -- --part`, by scripts/test.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Day, Part } from "./manifest.ts";
import { readTree, type Tree } from "./tree.ts";

/** The one file that every src must have; where a part says nothing of it, it is that of the day. */
const INDEX = "index.ts";

/** Where the first versions of a part lie, relative to the course. */
export function firstFolder(day: Day, part: Part): string {
  return `day${day.number}/parts/${part.name}`;
}

/** The first versions as they lie on disk: path relative to src → content. */
export function readFirst(root: string, day: Day, part: Part): Map<string, Buffer> {
  const folder = join(root, firstFolder(day, part));
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(names.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(folder, name))]));
}

/** The whole src behind `part`, path → content. `tree` is that of its day. */
export function readPart(root: string, day: Day, part: Part, tree: Tree): Map<string, Buffer> {
  // The last one is the day, with what it changes of the days before.
  if (part === day.parts.at(-1)) return new Map(tree.files);
  const before = day.number === 1 ? new Map<string, Buffer>() : readTree(root, day.number - 1).files;
  const files = new Map(before);
  const upTo = day.parts.slice(0, day.parts.indexOf(part) + 1);
  for (const [path, content] of upTo.flatMap((each) => [...readFirst(root, day, each)]))
    files.set(path, content);
  for (const path of upTo.flatMap((each) => each.files)) {
    const content = tree.files.get(path);
    if (content !== undefined) files.set(path, content);
  }
  const index = tree.files.get(INDEX);
  if (index !== undefined && !files.has(INDEX)) files.set(INDEX, index);
  return files;
}

/** The tests of the day that do not hold yet behind `part`. */
export function laterTests(day: Day, part: Part): string[] {
  return day.parts.slice(day.parts.indexOf(part) + 1).flatMap((each) => each.tests);
}
