/**
 * Desk: the learner's folder and what is known about it, as one thing that changes by acts. An act first keeps what it
 * replaces, then writes down what it will do, then does it: so no line is lost, and what a killed process began the
 * next one ends. Made by each command; never prints.
 */
import { join } from "node:path";
import { Disk } from "./disk.ts";
import { type Entry, History, type Moment, plainAct } from "./history.ts";
import { withLock } from "./lock.ts";
import { differences, stepTo } from "./moments.ts";
import { readState, type State, type StateFile, writeState } from "./state.ts";
import { type Files, hashOf, Store } from "./store.ts";
import { WorkFolder } from "./work-folder.ts";

/** How a desk was found when it was opened. */
export type Found = "new" | "as it was left" | "an act was ended" | "the state was damaged";

/** What an act makes of the files that it finds. */
export type Change = (files: Files) => { readonly files: Files; readonly state: State };

export class Desk {
  readonly work: WorkFolder;
  readonly store: Store;
  readonly history: History;
  readonly found: Found;
  /** Why the state could not be saved the last time; all goes on without, and the learner is told. */
  trouble: unknown = null;
  /** Null until the first lesson is begun, and when neither the state nor the history can be read. */
  #state: State | null = null;
  /** The number of the newest entry that was carried out. */
  #entry = 0;
  readonly #disk: Disk;
  readonly #folder: string;

  /** `root` is the course's folder: the learner's is `work` in it, and what is kept lies in `.course`. */
  constructor(root: string, disk = new Disk()) {
    this.#disk = disk;
    this.#folder = join(root, ".course");
    this.work = new WorkFolder(disk, join(root, "work"));
    this.store = new Store(disk, join(this.#folder, "objects"));
    this.history = new History(disk, join(this.#folder, "history"));
    this.found = this.#open();
  }

  get state(): State | null {
    return this.#state;
  }

  /** Sees what another process has done since. */
  refresh(): void {
    this.#open();
  }

  /** Changes the folder and the state together. Errors: what the disk says; what was begun is ended the next time. */
  act(name: string, change: Change, tookBack: number | null = null): Entry {
    return this.#locked(() => {
      this.#recover();
      const files = this.work.read();
      const wanted = change(files);
      const before: Moment = { state: this.#state, tree: this.store.keepTree(files) };
      const after = { state: wanted.state, tree: this.store.keepTree(wanted.files) };
      const at = new Date().toISOString();
      const entry = this.history.append({ act: name, at, before, after, tookBack });
      this.work.change(files, wanted.files);
      this.#save({ entry: entry.number, state: wanted.state });
      return entry;
    });
  }

  /** Changes only what is known. */
  note(change: (state: State) => State): void {
    try {
      this.#locked(() => {
        this.#recover();
        if (this.#state !== null) this.#save({ entry: this.#entry, state: change(this.#state) });
      });
      this.trouble = null;
    } catch (error) {
      this.trouble = error;
      if (this.#state !== null) this.#state = change(this.#state);
    }
  }

  /**
   * Takes the last act back, or does again what was taken back last: the files that it changed become what they were.
   * Returns the entry that was taken back; null when there is none.
   */
  takeBack(which: "undo" | "redo"): Entry | null {
    const entry = this.history.stacks()[which].at(-1);
    if (entry === undefined) return null;
    const { act, number, before, after } = entry;
    // The laying of the first lesson, where nothing was before.
    if (before.state === null && this.store.listTree(before.tree).size === 0) return null;
    const change: Change = (files) => ({
      files: stepTo(this.store, files, after, before),
      state: this.#stateOf(before),
    });
    this.act(`${which} ${plainAct(act)}`, change, number);
    return entry;
  }

  /** Lays all files as they were before an entry of the history. */
  goBackTo(entry: Entry): void {
    const { before } = entry;
    this.act(`back to ${entry.number}`, () => ({
      files: this.store.getTree(before.tree),
      state: this.#stateOf(before),
    }));
  }

  /** Where the learner was then. What is done, asked and hinted stays as it is now. */
  #stateOf(moment: Moment): State {
    const now = this.#state ?? moment.state;
    if (now === null) throw new Error("there is no lesson under way, and was none then");
    const { lesson, begun, used } = moment.state ?? now;
    return { ...now, lesson, begun, used };
  }

  #open(): Found {
    const read = this.#readFile();
    const newest = this.history.newest;
    if (read === null && newest === null) return "new";
    // Nothing to mend, so nothing to write: a folder that is read-only can be read all the same.
    if (typeof read === "object" && read !== null && read.entry >= (newest?.number ?? 0)) {
      this.#take(read, newest);
      return "as it was left";
    }
    return this.#locked(() => this.#recover());
  }

  /** Under the lock: whatever is unfinished now has no process that will finish it. */
  #recover(): Found {
    const read = this.#readFile();
    const newest = this.history.newest;
    if (read === "damaged") {
      this.#state = newest?.after.state ?? null;
      this.#entry = newest?.number ?? 0;
      if (this.#state !== null) this.#save({ entry: this.#entry, state: this.#state });
      return "the state was damaged";
    }
    if (read !== null) this.#take(read, newest);
    if (newest === null || this.#entry >= newest.number) return read === null ? "new" : "as it was left";
    this.#end(newest);
    this.#save({ entry: newest.number, state: newest.after.state });
    return "an act was ended";
  }

  #take(read: StateFile, newest: Entry | null): void {
    this.#state = read.state;
    this.#entry = Math.min(read.entry, newest?.number ?? 0);
  }

  /** Ends an act that was written down. A file that is neither as before nor as after it is the learner's, and stays. */
  #end(entry: Entry): void {
    const files = this.work.read();
    const wanted = new Map(files);
    for (const { path, was, is } of differences(this.store, entry.before, entry.after)) {
      const found = files.get(path);
      if (found !== undefined && hashOf(found) !== was) continue;
      if (is === undefined) wanted.delete(path);
      else wanted.set(path, this.store.get(is));
    }
    this.work.change(files, wanted);
  }

  /** What a person has written into it by mistake is kept beside it. Errors: NewerStateError. */
  #readFile(): StateFile | null | "damaged" {
    const bytes = this.#disk.read(this.#statePath);
    if (bytes === null) return null;
    const read = readState(bytes.toString("utf8"));
    if (read !== null) return read;
    const copy = `${this.#statePath}.damaged-${hashOf(bytes).slice(0, 8)}`;
    if (this.#disk.read(copy) === null) this.#disk.write(copy, bytes);
    return "damaged";
  }

  #save(file: StateFile): void {
    this.#disk.write(this.#statePath, writeState(file));
    this.#entry = file.entry;
    this.#state = file.state;
  }

  #locked<Value>(act: () => Value): Value {
    this.#disk.makeFolder(this.#folder);
    return withLock(join(this.#folder, "lock"), act);
  }

  get #statePath(): string {
    return join(this.#folder, "state.json");
  }
}
