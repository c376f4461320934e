/**
 * checkParts: a day that is built in parts. Every file that the day adds or changes stands in one of them, and a part
 * imports only what has been built by then: so each part, with those before it, is a program that compiles. Before the
 * part that names it, a changed file is still that of the day before. A file may have a first version in an earlier
 * part, for instance one line that names another default.
 */

import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { FACES } from "./faces.ts";
import { findImports } from "./find-imports.ts";
import type { Day, Manifest } from "./manifest.ts";
import { firstFolder, readFirst } from "./part-tree.ts";
import type { Problem } from "./problem.ts";
import type { Tree } from "./tree.ts";

/** @param trees one per day of the manifest, in the same order. */
export function checkParts(root: string, manifest: Manifest, trees: readonly Tree[]): Problem[] {
  return manifest.flatMap((day, index) => {
    const tree = trees[index];
    if (tree === undefined || day.parts.length === 0) return [];
    const texts = [
      ...listing(day),
      ...firstVersions(root, day),
      ...tests(root, day),
      ...imports(root, day, tree),
    ];
    return texts.map((text) => ({ days: [day.number], text }));
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
      if (!day.adds.has(file) && !day.changes.has(file))
        texts.push(`part ${name} has ${file}, which the day neither adds nor changes: leave it out`);
    }
  }
  for (const file of [...day.adds.keys(), ...day.changes.keys()]) {
    // A face passes on what the day offers, whatever part it is from: it may come when all of them are there.
    if (!FACES.includes(file) && !listed.has(file))
      texts.push(`${file} stands in no part: say when it is built`);
  }
  return texts;
}

/** A first version must be on disk, have a reason, and be followed by what the file is for good. */
function firstVersions(root: string, day: Day): string[] {
  return day.parts.flatMap((part, index) => {
    const { name, first } = part;
    const folder = firstFolder(day, part);
    const onDisk = readFirst(root, day, part);
    const later = new Set(day.parts.slice(index + 1).flatMap(({ files }) => files));
    const texts: string[] = [];
    for (const [file, why] of first) {
      if (why.trim() === "") texts.push(`part ${name} gives ${file} a first version: say why`);
      if (!onDisk.has(file))
        texts.push(`part ${name} gives ${file} a first version: write ${folder}/${file}`);
      if (!later.has(file))
        texts.push(
          `part ${name} gives ${file} a first version, but no later part has the file: let one bring it`,
        );
    }
    for (const file of onDisk.keys()) {
      if (!first.has(file))
        texts.push(`${folder}/${file} stands in no "first" of part ${name}: list it or delete it`);
    }
    return texts;
  });
}

function tests(root: string, day: Day): string[] {
  return day.parts.flatMap(({ name, tests }) =>
    tests
      .filter((file) => !existsSync(join(root, file)))
      .map((file) => `part ${name} has the test ${file}, which does not exist: correct its name`),
  );
}

function imports(root: string, day: Day, tree: Tree): string[] {
  const texts: string[] = [];
  const later = new Map(day.parts.flatMap(({ name, files }) => files.map((file) => [file, name] as const)));
  for (const part of day.parts) {
    const first = readFirst(root, day, part);
    const needs = (file: string, content: Buffer | undefined) => {
      for (const { specifier, line } of findImports(content?.toString("utf8") ?? "")) {
        if (specifier === null || !specifier.startsWith(".")) continue;
        const target = posix.join(posix.dirname(file), specifier);
        const other = later.get(target);
        if (other === undefined || other === part.name || first.has(target)) continue;
        // It is there already, as the day before has left it. Whether that offers enough, the compiler says.
        if (day.changes.has(target)) continue;
        texts.push(
          `${file} line ${line} of part ${part.name} needs ${target}, which is built in part ${other}: swap them, or cut`,
        );
      }
    };
    for (const file of part.files) needs(file, tree.files.get(file));
    for (const [file, content] of first) needs(file, content);
    // What is built by now, in whatever version, is there for all parts that follow.
    for (const file of [...part.files, ...first.keys()]) later.delete(file);
  }
  return texts;
}
