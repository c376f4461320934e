/**
 * Passed: which lessons have passed as they are, so that after a change of one page only that lesson, and those whose
 * trees it changes, are lived through again. A lesson is known by all that its run can depend on: its page, its trees,
 * and every file of the tests, the tools and the stages. A fresh clone knows none. Used by check-lessons.ts.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { State } from "./check-pages.ts";
import type { LessonTest } from "./lesson.ts";

const FOLDERS = ["tests", "scripts", "docs/reference", "day1", "day2", "day3", "day4", "day5"];
const FILES = ["package.json", "package-lock.json", "tsconfig.json", "days.json"];

export class Passed {
  readonly #file: string;
  readonly #root: string;
  readonly #known: Map<string, string>;
  /** Of what all lessons depend on; made when the first one asks. */
  #common: string | null = null;

  constructor(root: string) {
    this.#root = root;
    this.#file = join(root, ".course", "lessons-passed.json");
    this.#known = read(this.#file);
  }

  /** `earlier`: the tests of the lessons before it, which it has to pass as well. */
  has(state: State, earlier: readonly LessonTest[]): boolean {
    return this.#known.get(state.lesson.id) === this.#keyOf(state, earlier);
  }

  add(state: State, earlier: readonly LessonTest[]): void {
    this.#known.set(state.lesson.id, this.#keyOf(state, earlier));
    mkdirSync(join(this.#root, ".course"), { recursive: true });
    // Whole or not at all: another check may run beside this one.
    const next = `${this.#file}.${process.pid}`;
    writeFileSync(next, JSON.stringify(Object.fromEntries(this.#known), null, 1));
    renameSync(next, this.#file);
  }

  #keyOf({ lesson, before, start, after }: State, earlier: readonly LessonTest[]): string {
    this.#common ??= commonOf(this.#root);
    const hash = createHash("sha256").update(this.#common);
    hash.update(readFileSync(join(this.#root, lesson.page)));
    hash.update(JSON.stringify([earlier, [...before], [...start], [...after]]));
    return hash.digest("hex");
  }
}

/** What cannot be read is as if nothing had passed. */
function read(file: string): Map<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, string>));
  } catch {
    return new Map();
  }
}

function commonOf(root: string): string {
  const hash = createHash("sha256").update(`${process.version} ${process.platform}`);
  const files = FOLDERS.flatMap((folder) => {
    const entries = existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      : [];
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  });
  const more = FILES.map((name) => join(root, name)).filter((file) => existsSync(file));
  for (const file of [...files.sort(), ...more]) hash.update(`${file}\n`).update(readFileSync(file));
  return hash.digest("hex");
}
