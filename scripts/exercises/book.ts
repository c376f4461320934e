/**
 * ExerciseBook: what is known of a learner's exercises, in `.course/exercises.json`, and every text that was replaced in
 * `work/exercises` and `work/break`, in the store that `npm run learn` keeps as well. A text is kept before another takes
 * its place, and an entry says so before that happens: whenever the process ends, nothing is lost.
 */
import { join } from "node:path";
import {
  array,
  boolean,
  literal,
  nullable,
  number,
  object,
  optional,
  record,
  safeParse,
  string,
} from "valibot";
import { Disk } from "../learn/disk.ts";
import { withLock } from "../learn/lock.ts";
import { NewerStateError, parseJson } from "../learn/state.ts";
import { type Hash, Store } from "../learn/store.ts";

/** One exercise, or one defect. */
export interface Progress {
  /** When it was solved, in ISO 8601. */
  readonly doneAt: string | null;
  /** The highest level of hints that was shown. */
  readonly hints: number;
  readonly gaveUp: boolean;
  /** How often it was checked, or answered. */
  readonly tries: number;
}

export interface Kept {
  readonly at: string;
  /** Below the root. */
  readonly path: string;
  readonly hash: Hash;
}

export interface Book {
  /** What `check` and `hint` are about when they are not told. */
  readonly current: string | null;
  /** By id: "day1/01" for exercises, "break day1/1" for defects. */
  readonly progress: Readonly<Record<string, Progress>>;
  /** The newest last. */
  readonly kept: readonly Kept[];
}

const VERSION = 1;

const shape = object({
  version: literal(VERSION),
  current: nullable(string()),
  progress: record(
    string(),
    object({ doneAt: nullable(string()), hints: number(), gaveUp: boolean(), tries: optional(number(), 0) }),
  ),
  kept: array(object({ at: string(), path: string(), hash: string() })),
});

const EMPTY: Book = { current: null, progress: {}, kept: [] };
const NOTHING: Progress = { doneAt: null, hints: 0, gaveUp: false, tries: 0 };

export class ExerciseBook {
  readonly disk: Disk;
  readonly store: Store;
  /** True when the file could not be read: it was put aside, and all begins anew but for what a check finds green. */
  readonly wasDamaged: boolean;
  readonly #root: string;
  #book: Book;

  /** Errors: NewerStateError; what the disk says. */
  constructor(root: string, disk = new Disk()) {
    this.#root = root;
    this.disk = disk;
    this.store = new Store(disk, join(root, ".course", "objects"));
    const bytes = disk.read(this.#path);
    const read = readBook(bytes?.toString("utf8") ?? null);
    this.wasDamaged = read === null;
    this.#book = read ?? EMPTY;
    if (read === null && bytes !== null)
      disk.write(`${this.#path}.damaged-${this.store.keep(bytes).slice(0, 8)}`, bytes);
  }

  get current(): string | null {
    return this.#book.current;
  }

  get kept(): readonly Kept[] {
    return this.#book.kept;
  }

  progress(id: string): Progress {
    return this.#book.progress[id] ?? NOTHING;
  }

  /** Changes what is known of one. Without `change` it only becomes the current one. */
  note(id: string, change: Partial<Progress> = {}): void {
    this.#save((book) => ({
      ...book,
      current: id,
      progress: { ...book.progress, [id]: { ...(book.progress[id] ?? NOTHING), ...change } },
    }));
  }

  /** Puts `text` at `path`, below the root. What stood there, and is another text, is kept first. */
  replace(path: string, text: string | Uint8Array): Kept | null {
    const bytes = Buffer.from(text);
    const before = this.disk.read(join(this.#root, path));
    if (before?.equals(bytes) === true) return null;
    const kept = before === null ? null : this.#keep(path, before);
    this.disk.write(join(this.#root, path), bytes);
    return kept;
  }

  /** Puts back what was replaced last at `path`; what stands there now is kept in its turn. Null: nothing was. */
  bringBack(path: string): Kept | null {
    const now = this.disk.read(join(this.#root, path));
    const last = this.kept.findLast(
      (each) => each.path === path && now?.equals(this.store.get(each.hash)) !== true,
    );
    if (last === undefined) return null;
    this.replace(path, this.store.get(last.hash));
    return last;
  }

  #keep(path: string, bytes: Buffer): Kept {
    const kept: Kept = { at: new Date().toISOString(), path, hash: this.store.keep(bytes) };
    this.#save((book) => ({ ...book, kept: [...book.kept, kept] }));
    return kept;
  }

  /** Under a lock, and on what is on the disk by now: two commands may run side by side. */
  #save(change: (book: Book) => Book): void {
    this.disk.makeFolder(join(this.#root, ".course"));
    withLock(join(this.#root, ".course", "exercises.lock"), () => {
      const now = readBook(this.disk.read(this.#path)?.toString("utf8") ?? null) ?? this.#book;
      this.#book = change(now);
      const text = JSON.stringify({ version: VERSION, ...this.#book }, null, 2);
      this.disk.write(this.#path, Buffer.from(`${text}\n`));
    });
  }

  get #path(): string {
    return join(this.#root, ".course", "exercises.json");
  }
}

/** Null: not what we write. Errors: NewerStateError. */
function readBook(text: string | null): Book | null {
  if (text === null) return EMPTY;
  const value = parseJson(text);
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === "number" && version > VERSION)
    throw new NewerStateError(
      "a newer version of the course has written .course/exercises.json: update this one",
    );
  const read = safeParse(shape, value);
  if (!read.success) return null;
  const { current, progress, kept } = read.output;
  return { current, progress, kept };
}
