/**
 * layTree: a tree as files, in a folder of its own below .course/ of the root, where packages and `type: module` are
 * found as in the learner's own folder. All such folders go when the process ends.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Tree } from "./lesson.ts";

/** A new, empty folder for trees. */
export function treesFolder(root: string): string {
  const parent = join(root, ".course");
  mkdirSync(parent, { recursive: true });
  const folder = realpathSync(mkdtempSync(join(parent, "lessons-")));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

export function layTree(folder: string, tree: Tree): void {
  const made = new Set<string>();
  for (const [path, text] of tree) {
    const full = join(folder, path);
    const parent = dirname(full);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(full, text);
  }
}
