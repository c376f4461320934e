/**
 * A map whose entries end by themselves, and of which there are never too many: for what clients make us remember, such
 * as sessions, counts and files. It has no timer: an entry that has ended goes when it is asked for, or when a new one
 * needs its place.
 */

export interface ExpiringMapOptions {
  /** So many entries at the most: then each new one costs the one that was set longest ago. */
  readonly max: number;
  /** Milliseconds. For tests, which have a clock of their own. */
  readonly now?: () => number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly endsAt: number;
}

/** Made and held by what remembers: a storage, a store of counts, a folder of files. */
export class ExpiringMap<Value> {
  /** In the order in which they were set. */
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #max: number;
  readonly #now: () => number;

  /** Errors: RangeError for a bound that is no whole number from 1 on; it says `name`, which the program knows it by. */
  constructor({ max, now = Date.now }: ExpiringMapOptions, name = "max") {
    if (!Number.isSafeInteger(max) || max < 1)
      throw new RangeError(`${name} must be a whole number from 1 on, not ${String(max)}`);
    this.#max = max;
    this.#now = now;
  }

  /** Those that are kept just now; some of them may have ended. */
  get size(): number {
    return this.#entries.size;
  }

  /** Null also for one that has ended, which goes then. */
  get(key: string): Value | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (entry.endsAt > this.#now()) return entry.value;
    this.#entries.delete(key);
    return null;
  }

  /** Puts it at the end of the order, whether it is new or not; it ends after `ms`. */
  set(key: string, value: Value, ms: number): void {
    const now = this.#now();
    this.#entries.delete(key);
    this.#entries.set(key, { value, endsAt: now + ms });
    // Those that have ended stand mostly in front, since in most maps all live equally long; then those that are too many.
    for (const [oldest, { endsAt }] of this.#entries) {
      if (endsAt > now && this.#entries.size <= this.#max) return;
      this.#entries.delete(oldest);
    }
  }

  /** One that is not there is no error. */
  delete(key: string): void {
    this.#entries.delete(key);
  }
}
