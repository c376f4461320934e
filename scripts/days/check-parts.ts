// checkParts: a day that is built in parts. Every file that the day adds stands in one of them, and a part imports
// only what has been built by then: so each part, with those before it, is a program that compiles.

import { posix } from "node:path";
import { FACES } from "./faces.ts";
import { findImports } from "./find-imports.ts";
import type { Day, Manifest } from "./manifest.ts";
import type { Problem } from "./problem.ts";
import type { Tree } from "./tree.ts";

/** @param trees one per day of the manifest, in the same order. */
export function checkParts(manifest: Manifest, trees: readonly Tree[]): Problem[] {
  return manifest.flatMap((day, index) => {
    const tree = trees[index];
    if (tree === undefined || day.parts.length === 0) return [];
    return [...listing(day), ...imports(day, tree)].map((text) => ({ days: [day.number], text }));
  });
}

function listing(day: Day): string[] {
  const texts: string[] = [];
  const listed = new Set<string>();
  for (const { name, idea, files } of day.parts) {
    if (idea.trim() === "") texts.push(`days.json gives part ${name} no idea: write one sentence`);
    for (const file of files) {
      if (listed.has(file)) texts.push(`${file} stands in two parts: a file is built once`);
      listed.add(file);
      if (!day.adds.has(file))
        texts.push(`part ${name} has ${file}, which the day does not add: leave it out`);
    }
  }
  for (const file of day.adds.keys()) {
    // A face passes on what the day offers, whatever part it is from: it may come when all of them are there.
    if (!FACES.includes(file) && !listed.has(file))
      texts.push(`${file} stands in no part: say when it is built`);
  }
  return texts;
}

function imports(day: Day, tree: Tree): string[] {
  const texts: string[] = [];
  const later = new Map(day.parts.flatMap(({ name, files }) => files.map((file) => [file, name] as const)));
  for (const { name, files } of day.parts) {
    for (const file of files) {
      for (const { specifier, line } of findImports(tree.files.get(file)?.toString("utf8") ?? "")) {
        if (specifier === null || !specifier.startsWith(".")) continue;
        const target = posix.join(posix.dirname(file), specifier);
        const part = later.get(target);
        if (part === undefined || part === name) continue;
        texts.push(
          `${file} line ${line} of part ${name} needs ${target}, which is built in part ${part}: swap them, or cut`,
        );
      }
    }
    // What is built by now is there for all parts that follow.
    for (const file of files) later.delete(file);
  }
  return texts;
}
