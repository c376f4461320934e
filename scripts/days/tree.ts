/**
 * readTree: the files of one dayN/src as they lie on disk, byte for byte.
 * A symbolic link would look like a copy that can never drift, so links and other oddities are kept apart.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Tree {
  /** The day's number. */
  day: number;
  exists: boolean;
  /** Path relative to src, with "/" on every system → content; sorted by path. */
  files: ReadonlyMap<string, Buffer>;
  /** Paths of what is neither a file nor a folder. */
  odd: readonly string[];
}

/** Written by the desktop, never part of a course. */
const IGNORED = new Set([".DS_Store"]);

export function readTree(root: string, day: number): Tree {
  const source = join(root, `day${day}`, "src");
  const files = new Map<string, Buffer>();
  const odd: string[] = [];

  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(source, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (IGNORED.has(entry.name)) continue;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) files.set(path, readFileSync(join(source, path)));
      else odd.push(path);
    }
  };

  try {
    visit("");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return { day, exists: false, files, odd };
  }
  return { day, exists: true, files: new Map([...files].sort(byPath)), odd };
}

/** By code unit, so that the order is the same on every machine. */
function byPath([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
