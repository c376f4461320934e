/**
 * FolderWatch: says when a file in some folders has changed. It looks, a few times a second: that works on every
 * system and file system, and with editors that write a file anew. Used by `npm test -- --watch`.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const EVERY_MS = 300;
/** More files than a course has: the folder that was given is none. */
const MOST_FILES = 5_000;

export class FolderWatch {
  readonly #folders: readonly string[];
  readonly #begun: ReadonlyMap<string, string>;
  readonly #everyMs: number;

  /** Knows the files as they are now: a change from here on is seen, also before `changed` is called. */
  constructor(folders: readonly string[], everyMs = EVERY_MS) {
    this.#folders = folders;
    this.#everyMs = everyMs;
    this.#begun = marks(folders);
  }

  /** The path of a file that is new, changed or gone; once all have been quiet for a look. Never rejects. */
  changed(): Promise<string> {
    return new Promise((resolve) => {
      let before = this.#begun;
      const look = setInterval(() => {
        const now = marks(this.#folders);
        const path = difference(this.#begun, now);
        const isQuiet = difference(before, now) === null;
        before = now;
        if (path === null || !isQuiet) return;
        clearInterval(look);
        resolve(path);
      }, this.#everyMs);
    });
  }
}

/** Path → what changes with its content. */
function marks(folders: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
      if (found.size >= MOST_FILES) return;
      if (entry.isDirectory()) visit(path);
      else if (/\.[cm]?[jt]s$|\.json$/.test(entry.name)) {
        const { mtimeMs, size } = statSync(path);
        found.set(path, `${mtimeMs} ${size}`);
      }
    }
  };
  for (const folder of folders) {
    try {
      visit(folder);
    } catch {
      // It went away while we looked: the next look sees what there is then.
    }
  }
  return found;
}

function difference(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string | null {
  for (const [path, mark] of now) if (before.get(path) !== mark) return path;
  for (const path of before.keys()) if (!now.has(path)) return path;
  return null;
}
