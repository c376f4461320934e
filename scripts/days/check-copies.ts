/**
 * checkCopies: holds the folders against days.json. Every day has the files of the day before, byte for byte unless
 * it lists them as changed, plus the files it adds, and nothing else.
 */

import { birthOf, originOf } from "./history.ts";
import type { Day, Manifest } from "./manifest.ts";
import type { Problem } from "./problem.ts";
import type { Tree } from "./tree.ts";

/** @param trees one per day of the manifest, in the same order. */
export function checkCopies(manifest: Manifest, trees: readonly Tree[]): Problem[] {
  const problems: Problem[] = [];
  let before: Tree | null = null;
  for (const [index, day] of manifest.entries()) {
    const tree = trees[index];
    if (tree === undefined) continue;
    if (!tree.exists) {
      problems.push({ days: [day.number], text: `there is no folder day${day.number}/src` });
      before = null;
      continue;
    }
    problems.push(...checkListing(manifest, day, before, tree));
    if (before !== null) problems.push(...checkInherited(manifest, day, before, tree));
    before = tree;
  }
  return problems;
}

function checkListing(manifest: Manifest, day: Day, before: Tree | null, tree: Tree): Problem[] {
  const texts: string[] = tree.odd.map((file) => `${file} is a link or a device: put a plain file there`);
  for (const file of day.adds.keys()) {
    if (!tree.files.has(file)) {
      texts.push(`days.json adds ${file}, but day${day.number}/src does not have it: write it or unlist it`);
    }
  }
  for (const file of tree.files.keys()) {
    const birth = birthOf(manifest, file);
    if (birth !== null && birth <= day.number) continue;
    // Reported where it first appears; its copies on later days are no news.
    if (before?.files.has(file)) continue;
    texts.push(
      birth === null
        ? `${file} is not listed in days.json: list it under "adds" of day${day.number}, or delete it`
        : `${file} is here, but days.json adds it on day${birth}: move the entry to day${day.number}, or delete the file`,
    );
  }
  return texts.map((text) => ({ days: [day.number], text }));
}

function checkInherited(manifest: Manifest, day: Day, before: Tree, tree: Tree): Problem[] {
  const problems: Problem[] = [];
  for (const [file, old] of before.files) {
    const text = inheritedProblem(manifest, day, file, old, tree.files.get(file));
    if (text !== null) problems.push({ days: [before.day, day.number], text });
  }
  return problems;
}

function inheritedProblem(manifest: Manifest, day: Day, file: string, old: Buffer, now: Buffer | undefined) {
  const origin = originOf(manifest, file, day.number - 1);
  // Without an origin it is an unlisted file: listing it comes first, and checkListing has said so.
  const source = `day${origin ?? day.number - 1}/src/${file}`;
  if (now === undefined) {
    return `${file} is missing on day${day.number}, and a later day keeps every file. ${carry("Bring it back", source)}`;
  }
  const listed = day.changes.has(file);
  if (old.equals(now)) {
    if (!listed) return null;
    return `${file} is identical, but days.json lists it as changed on day${day.number}: change it or unlist it`;
  }
  if (listed) return null;
  return (
    `${file} differs from line ${firstDifference(old, now)} on, and days.json does not list it as changed ` +
    `on day${day.number}. Make the edit in ${source}; ${carry("carry the fix", source)}`
  );
}

function carry(what: string, source: string): string {
  return `${what} with: npm run days:carry -- ${source}`;
}

/** The number of the first line, counted from 1, that is not the same in both. */
function firstDifference(a: Buffer, b: Buffer): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a.subarray(0, at).toString("latin1").split("\n").length;
}
