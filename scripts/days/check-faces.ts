/**
 * checkFaces: programs see the framework through its faces. Batteries and examples import those and nothing behind
 * them, so that whatever they can do, any program can: a battery that needs more has found a joint that the core
 * lacks. And a face stays small enough to be read: it names what it gives, and `ray` gives at most fifty names.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { BATTERIES, FACES, findNames } from "./faces.ts";
import { findImports, type Import } from "./find-imports.ts";
import { mayUseSibling } from "./layers.ts";
import type { Problem } from "./problem.ts";
import type { Tree } from "./tree.ts";

const MOST_NAMES = 50;

export function checkFaces(root: string, tree: Tree): Problem[] {
  const texts = [...checkBatteries(tree), ...checkExamples(root, tree), ...checkNames(tree)];
  return texts.map((text) => ({ days: [tree.day], text }));
}

function checkBatteries(tree: Tree): string[] {
  const texts: string[] = [];
  for (const [file, content] of tree.files) {
    const battery = roomOf(file);
    if (!BATTERIES.includes(battery)) continue;
    for (const [one, path] of relative(file, content.toString("utf8"))) {
      const room = roomOf(path);
      if (FACES.includes(path) || room === battery || mayUseSibling(battery, room)) continue;
      // What a sibling may not see has been said by checkImports.
      if (BATTERIES.includes(room)) continue;
      texts.push(`${file} line ${one.line} imports ${one.specifier}: ${onlyFaces(battery)}`);
    }
  }
  return texts;
}

function onlyFaces(who: string): string {
  return `${who} sees only the faces (${FACES.join(", ")}): use one, or let the core offer what it lacks`;
}

/** The files of dayN/examples; the programs that a reader copies from. */
function checkExamples(root: string, tree: Tree): string[] {
  const folder = `day${tree.day}/examples`;
  const faces = FACES.map((face) => `src/${face}`);
  const texts: string[] = [];
  for (const name of namesIn(join(root, folder))) {
    for (const [one, path] of relative(`examples/${name}`, readFileSync(join(root, folder, name), "utf8"))) {
      if (path.startsWith("examples/") || faces.includes(path)) continue;
      texts.push(`examples/${name} line ${one.line} imports ${one.specifier}: ${onlyFaces("an example")}`);
    }
  }
  return texts;
}

function namesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder, { recursive: true }) as string[];
    return names
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => name.endsWith(".ts"))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function checkNames(tree: Tree): string[] {
  const texts: string[] = [];
  for (const face of FACES) {
    const content = tree.files.get(face);
    if (content === undefined) continue;
    const { names, wildcard } = findNames(content.toString("utf8"));
    if (wildcard !== null)
      texts.push(`${face} line ${wildcard} exports *: a face names what it gives, one by one`);
    if (face === "index.ts" && names.size > MOST_NAMES) {
      texts.push(
        `${face} exports ${names.size} names, ${MOST_NAMES} at most: move what web programs do not use to another face`,
      );
    }
  }
  return texts;
}

/** The imports of a file that are paths, each with what it leads to, relative to where `file` is. */
function relative(file: string, source: string): [Import, string][] {
  return findImports(source)
    .filter(({ specifier }) => specifier?.startsWith(".") ?? false)
    .map((one) => [one, posix.join(posix.dirname(file), one.specifier ?? "")]);
}

/** The first folder of a path relative to src. */
function roomOf(file: string): string {
  return file.split("/")[0] ?? "";
}
