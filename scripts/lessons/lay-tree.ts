/**
 * layTree: a tree as files, in a folder below .course/ of the root, where packages and `type: module` are found as in
 * the learner's own folder. Whoever made the folder takes it away; what is left then goes with the process, and what a
 * process left that was killed goes when the next one begins.
 */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Tree } from "./lesson.ts";

const folders = new Set<string>();
process.once("exit", () => folders.forEach(removeTrees));

/** A new, empty folder for trees. */
export function treesFolder(root: string): string {
  const parent = join(root, ".course");
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const [, pid] = /^lessons-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) removeTrees(join(parent, name));
  }
  const folder = realpathSync(mkdtempSync(join(parent, `lessons-${process.pid}-`)));
  folders.add(folder);
  return folder;
}

export function removeTrees(folder: string): void {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
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
