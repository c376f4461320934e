/**
 * checkImports: what the files of one day may name. The framework stands on Node alone, each day stands on its own,
 * imports point down the layers, and no two files wait for each other to load.
 */

import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { findCycles } from "./find-cycles.ts";
import { findImports, type Import } from "./find-imports.ts";
import { describeLayers, importProblem, partOf } from "./layers.ts";
import type { Problem } from "./problem.ts";
import type { Tree } from "./tree.ts";

export function checkImports(tree: Tree): Problem[] {
  const texts: string[] = [];
  const loads = new Map<string, string[]>();
  for (const [file, content] of tree.files) {
    if (partOf(file) === null) {
      texts.push(`${file} lies in no known layer: move it into one of ${describeLayers()}`);
    }
    if (!file.endsWith(".ts")) continue;
    for (const one of findImports(content.toString("utf8"))) {
      const reason = specifierProblem(file, one.specifier, tree) ?? layerProblem(file, one);
      if (reason !== null)
        texts.push(`${file} line ${one.line} imports ${one.specifier ?? "a module"}: ${reason}`);
      else if (isRelative(one) && !one.typeOnly) append(loads, file, target(file, one.specifier ?? ""));
    }
  }
  for (const cycle of findCycles(loads)) {
    const circle = [...cycle, cycle[0]].join(" → ");
    texts.push(`${cycle[0]} is part of an import cycle, ${circle}: move what is shared, or use import type`);
  }
  return texts.map((text) => ({ days: [tree.day], text }));
}

function specifierProblem(file: string, specifier: string | null, tree: Tree): string | null {
  if (specifier === null) return "its path is computed, so that it cannot be checked; write the path out";
  if (specifier.startsWith("node:")) return isBuiltin(specifier) ? null : "Node has no such module";
  if (isBuiltin(specifier)) return `write "node:${specifier}"`;
  if (!/^\.\.?\//.test(specifier)) return "the framework depends on nothing but Node; use node: or a path";
  const path = target(file, specifier);
  if (path.startsWith("..")) return `it leaves day${tree.day}/src; each day is complete in itself`;
  if (!specifier.endsWith(".ts")) return "a path ends in .ts";
  return tree.files.has(path) ? null : `there is no day${tree.day}/src/${path}`;
}

function layerProblem(file: string, one: Import): string | null {
  return isRelative(one) ? importProblem(file, target(file, one.specifier ?? "")) : null;
}

function isRelative(one: Import): boolean {
  return one.specifier?.startsWith(".") ?? false;
}

/** The imported file, relative to src. */
function target(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier);
}

function append(loads: Map<string, string[]>, file: string, loaded: string): void {
  loads.set(file, [...(loads.get(file) ?? []), loaded]);
}
