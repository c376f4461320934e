/**
 * checkGrows: a file that grows keeps what it had. Of the lines of the day before all are there, in their order, but
 * for five at the most, and at most forty are new: so a learner adds to a file and does not write it again.
 */

import { diffLines } from "diff";
import type { Manifest } from "./manifest.ts";
import type { Problem } from "./problem.ts";
import type { Tree } from "./tree.ts";

const MOST_LOST = 5;
const MOST_NEW = 40;

/** @param trees one per day of the manifest, in the same order. */
export function checkGrows(manifest: Manifest, trees: readonly Tree[]): Problem[] {
  const problems: Problem[] = [];
  for (const [index, day] of manifest.entries()) {
    for (const [file, { grows }] of day.changes) {
      const before = trees[index - 1]?.files.get(file);
      const now = trees[index]?.files.get(file);
      if (grows === null || before === undefined || now === undefined) continue;
      const { lost, added } = compare(before, now);
      const text = problemOf(file, lost, added);
      if (text !== null) problems.push({ days: [day.number - 1, day.number], text });
    }
  }
  return problems;
}

function problemOf(file: string, lost: number, added: number): string | null {
  if (lost > MOST_LOST) {
    return `${file} grows, but ${lost} of its lines are gone or moved, ${MOST_LOST} at most: add to it, or call it an exception`;
  }
  if (added <= MOST_NEW) return null;
  return `${file} grows by ${added} lines, ${MOST_NEW} at most: give the new job a file of its own`;
}

/** How many lines of `before` are not in `now`, and how many of `now` were not in `before`. */
function compare(before: Buffer, now: Buffer): { lost: number; added: number } {
  let lost = 0;
  let added = 0;
  for (const part of diffLines(before.toString("utf8"), now.toString("utf8"))) {
    if (part.removed) lost += part.count;
    if (part.added) added += part.count;
  }
  return { lost, added };
}
