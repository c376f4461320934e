/**
 * Sessions in the memory of this process: for development, for tests, and for a program that runs once. They end with
 * it. Bounded: a client that makes sessions without end pushes out those that were not used for the longest time. Used
 * as any storage: `sessions` knows no difference.
 */

import { ExpiringMap } from "../kit/index.ts";
import type { Changes, Outcome, SessionStorage, StoredValues } from "./session-storage.ts";

export interface MemoryStorageOptions {
  /** Default 10,000. Above it, each new session costs the one that was written longest ago. */
  readonly maxSessions?: number;
  /** Milliseconds. For tests, which have a clock of their own. */
  readonly now?: () => number;
}

/** Made by the program, once, and held by `sessions`. None of its methods rejects. */
export class MemoryStorage implements SessionStorage {
  /** The values of each, in the order of their last use: what is used is put at the end. */
  readonly #sessions: ExpiringMap<Map<string, string>>;

  /** Errors: RangeError for a bound that is no whole number from 1 on. */
  constructor({ maxSessions = 10_000, now = Date.now }: MemoryStorageOptions = {}) {
    this.#sessions = new ExpiringMap({ max: maxSessions, now }, "maxSessions");
  }

  /** Those that are kept just now; some of them may have ended. */
  get size(): number {
    return this.#sessions.size;
  }

  /** A copy: the caller may hold it while others write. */
  async read(key: string): Promise<StoredValues | null> {
    const kept = this.#sessions.get(key);
    return kept === null ? null : new Map(kept);
  }

  /** A new session may push out an old one. */
  async create(key: string, values: StoredValues, ttlMs: number): Promise<void> {
    this.#sessions.set(key, new Map(values), ttlMs);
  }

  /** No other can come between: it has no await, and JavaScript has one thread. */
  async update(key: string, changes: Changes, ttlMs: number): Promise<Outcome> {
    const kept = this.#sessions.get(key);
    if (kept === null) return "gone";
    for (const [name, text] of changes.expect ?? []) if ((kept.get(name) ?? null) !== text) return "conflict";
    for (const [name, text] of changes.set) kept.set(name, text);
    for (const name of changes.remove) kept.delete(name);
    this.#sessions.set(key, kept, ttlMs);
    return "done";
  }

  /** The very same values: what another request has changed meanwhile goes along. */
  async rename(key: string, to: string, ttlMs: number): Promise<Outcome> {
    const kept = this.#sessions.get(key);
    if (kept === null) return "gone";
    this.#sessions.delete(key);
    this.#sessions.set(to, kept, ttlMs);
    return "done";
  }

  /** One that is not there is no error. */
  async delete(key: string): Promise<void> {
    this.#sessions.delete(key);
  }
}
