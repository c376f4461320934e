/**
 * checkCourse: all checks over a whole course, in the order in which a reader would mend things. Called by
 * scripts/days-check.ts. It only reads.
 */

import { readdirSync } from "node:fs";
import { checkCopies } from "./check-copies.ts";
import { checkFaces } from "./check-faces.ts";
import { checkGrows } from "./check-grows.ts";
import { checkImports } from "./check-imports.ts";
import { checkManifest } from "./check-manifest.ts";
import { checkParts } from "./check-parts.ts";
import { checkSize } from "./check-size.ts";
import { checkUnused } from "./check-unused.ts";
import { loadManifest, type Manifest } from "./manifest.ts";
import { formatProblems, type Problem } from "./problem.ts";
import { readTree } from "./tree.ts";

/** @throws CourseError when days.json is missing or malformed. */
export function checkCourse(root: string): { lines: string[]; ok: boolean } {
  const manifest = loadManifest(root);
  const trees = manifest.map((day) => readTree(root, day.number));
  const problems = [
    ...checkManifest(manifest),
    ...checkFolders(root, manifest),
    ...checkCopies(manifest, trees),
    ...checkGrows(manifest, trees),
    ...checkParts(root, manifest, trees),
    ...trees.flatMap(checkImports),
    ...trees.flatMap((tree) => checkFaces(root, tree)),
    ...trees.flatMap(checkSize),
    ...trees.flatMap((tree) => checkUnused(root, tree)),
  ];
  if (problems.length > 0) return { lines: formatProblems(problems), ok: false };
  const last = trees.at(-1);
  const count = `${manifest.length} days, ${last?.files.size} files in day ${last?.day}`;
  return { lines: [`${count}: identical where they should be, 0 problems`], ok: true };
}

/** A day that days.json forgets would not be checked at all. */
function checkFolders(root: string, manifest: Manifest): Problem[] {
  const text = "the folder exists, but days.json does not describe it: add the day, or delete the folder";
  return readdirSync(root)
    .filter((name) => /^day[1-9]\d*$/.test(name))
    .map((name) => Number(name.slice(3)))
    .filter((day) => manifest.every((known) => known.number !== day))
    .map((day) => ({ days: [day], text }));
}
