/**
 * Sessions in the memory of this process: for development, for tests, and for a program that runs once. They end with
 * it. Bounded: a client that makes sessions without end pushes out those that were not used for the longest time. Used
 * as any storage: `sessions` knows no difference.
 */

import type { Changes, Outcome, SessionStorage, StoredValues } from "./session-storage.ts";

export interface MemoryStorageOptions {
  /** Default 10,000. */
  readonly maxSessions?: number;
  /** Milliseconds. For tests, which have a clock of their own. */
  readonly now?: () => number;
}

/** One session. In the map from `create` to its end, its deletion, or the day it is pushed out. */
interface Kept {
  readonly values: Map<string, string>;
  /** By the storage's clock. Moved on by each write. */
  endsAt: number;
}

export class MemoryStorage implements SessionStorage {
  /** In the order of their last use: what is used is put at the end. */
  readonly #sessions = new Map<string, Kept>();
  /** Reached, each new session costs an old one. */
  readonly #maxSessions: number;
  readonly #now: () => number;

  /** Errors: RangeError for a bound that is no whole number from 1 on. */
  constructor(options: MemoryStorageOptions = {}) {
    const { maxSessions = 10_000, now = Date.now } = options;
    if (!Number.isSafeInteger(maxSessions) || maxSessions < 1)
      throw new RangeError(`maxSessions must be a whole number from 1 on, not ${String(maxSessions)}`);
    this.#maxSessions = maxSessions;
    this.#now = now;
  }

  /** Those that are kept just now; some of them may have ended. */
  get size(): number {
    return this.#sessions.size;
  }

  /** A copy: the caller may hold it while others write. */
  async read(key: string): Promise<StoredValues | null> {
    const kept = this.#find(key);
    return kept === null ? null : new Map(kept.values);
  }

  /** A new session may push out an old one. */
  async create(key: string, values: StoredValues, ttlMs: number): Promise<void> {
    this.#put(key, { values: new Map(values), endsAt: this.#now() + ttlMs });
    this.#makeRoom();
  }

  /** No other can come between: it has no await, and JavaScript has one thread. */
  async update(key: string, changes: Changes, ttlMs: number): Promise<Outcome> {
    const kept = this.#find(key);
    if (kept === null) return "gone";
    for (const [name, text] of changes.expect ?? [])
      if ((kept.values.get(name) ?? null) !== text) return "conflict";
    for (const [name, text] of changes.set) kept.values.set(name, text);
    for (const name of changes.remove) kept.values.delete(name);
    kept.endsAt = this.#now() + ttlMs;
    this.#put(key, kept);
    return "done";
  }

  /** The very same values: what another request has changed meanwhile goes along. */
  async rename(key: string, to: string, ttlMs: number): Promise<Outcome> {
    const kept = this.#find(key);
    if (kept === null) return "gone";
    this.#sessions.delete(key);
    this.#put(to, { ...kept, endsAt: this.#now() + ttlMs });
    return "done";
  }

  async delete(key: string): Promise<void> {
    this.#sessions.delete(key);
  }

  /** Null also for one that has ended, which goes then. */
  #find(key: string): Kept | null {
    const kept = this.#sessions.get(key);
    if (kept === undefined) return null;
    if (kept.endsAt > this.#now()) return kept;
    this.#sessions.delete(key);
    return null;
  }

  /** At the end of the order: it has been used just now. */
  #put(key: string, kept: Kept): void {
    this.#sessions.delete(key);
    this.#sessions.set(key, kept);
  }

  /** Those that have ended stand mostly in front, since all live equally long; then those that are too many. */
  #makeRoom(): void {
    for (const [key, kept] of this.#sessions) {
      if (kept.endsAt > this.#now() && this.#sessions.size <= this.#maxSessions) return;
      this.#sessions.delete(key);
    }
  }
}
