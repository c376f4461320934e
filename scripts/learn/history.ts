/**
 * History: every act that changed the learner's folder, an entry each, written before the act is carried out. So an
 * entry says both how to go on when the process ended in the middle, and how to take the act back. Entries lie in
 * files of their own, numbered from 1, and are never changed.
 */
import { join } from "node:path";
import { literal, nullable, number, object, safeParse, string } from "valibot";
import type { Disk } from "./disk.ts";
import { parseJson, type State, stateShape } from "./state.ts";
import type { Hash } from "./store.ts";

/** The folder and the state at one moment. */
export interface Moment {
  /** Null before the first lesson was begun. */
  readonly state: State | null;
  readonly tree: Hash;
}

export interface Entry {
  readonly number: number;
  /** As the learner gave it: "use net/conn.ts". */
  readonly act: string;
  /** When, in ISO 8601. */
  readonly at: string;
  readonly before: Moment;
  readonly after: { readonly state: State; readonly tree: Hash };
  /** For `undo` and `redo`: the number of the entry that it took back. */
  readonly tookBack: number | null;
}

const entryShape = object({
  version: literal(1),
  number: number(),
  act: string(),
  at: string(),
  before: object({ state: nullable(stateShape), tree: string() }),
  after: object({ state: stateShape, tree: string() }),
  tookBack: nullable(number()),
});

const NAME = /^(\d{6,})\.json$/;

/** What the learner called it, however often it was taken back since. */
export function plainAct(act: string): string {
  return act.replace(/^(?:(?:undo|redo) )+/, "");
}

export class History {
  readonly #disk: Disk;
  readonly #folder: string;

  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** The numbers of all entries, the oldest first. */
  get numbers(): number[] {
    const names = this.#disk.list(this.#folder).map((name) => NAME.exec(name)?.[1]);
    return names.filter((digits) => digits !== undefined).map(Number);
  }

  /** Null when there is none, or when it was damaged. */
  read(number: number): Entry | null {
    const bytes = this.#disk.read(this.#pathOf(number));
    const read = safeParse(entryShape, parseJson(bytes?.toString("utf8") ?? ""));
    return read.success ? read.output : null;
  }

  /** The newest that can be read. */
  get newest(): Entry | null {
    for (const number of this.numbers.reverse()) {
      const entry = this.read(number);
      if (entry !== null) return entry;
    }
    return null;
  }

  /** Gives the entry its number. When it returns, the entry is on the disk. */
  append(entry: Omit<Entry, "number">): Entry {
    const numbered = { ...entry, number: (this.numbers.at(-1) ?? 0) + 1 };
    const text = JSON.stringify({ version: 1, ...numbered });
    this.#disk.write(this.#pathOf(numbered.number), Buffer.from(`${text}\n`));
    return numbered;
  }

  /**
   * The entries that `undo` would take back, and those that `redo` would: the last one is the next. Taking an entry
   * back is one itself, so that what was there in between is found again.
   */
  stacks(): { readonly undo: Entry[]; readonly redo: Entry[] } {
    const undo: Entry[] = [];
    let redo: Entry[] = [];
    for (const number of this.numbers) {
      const entry = this.read(number);
      if (entry === null) continue;
      if (entry.tookBack === null) {
        undo.push(entry);
        redo = [];
      } else if (undo.at(-1)?.number === entry.tookBack) {
        undo.pop();
        redo.push(entry);
      } else if (redo.at(-1)?.number === entry.tookBack) {
        redo.pop();
        undo.push(entry);
      }
    }
    return { undo, redo };
  }

  #pathOf(number: number): string {
    return join(this.#folder, `${String(number).padStart(6, "0")}.json`);
  }
}
