/**
 * How long to wait before the next try: 1, 2, 4, 8, 16, 32, 64 seconds, and then no more. That is seven
 * waits, so the eighth failure in a row is the last (MR3). RetryingListener makes a new one for every accept, so
 * any success starts it over.
 */

import { checkValue } from "../guard/check-options.ts";
import { milliseconds } from "../guard/rule.ts";

/** Twice nothing is nothing: a first wait of 0 would try without an end. */
const FIRST = milliseconds(1);
const LONGEST = milliseconds(0);

export class Backoff {
  /** A wait above this is none: then it is time to give up. */
  readonly #longestMs: number;
  /** What `next` gives when it is asked again; doubled each time. */
  #nextMs: number;

  /** Errors: TypeError, RangeError for a time that cannot be. */
  constructor(firstMs = 1_000, longestMs = 64_000) {
    checkValue("firstMs", firstMs, FIRST);
    checkValue("longestMs", longestMs, LONGEST);
    this.#nextMs = firstMs;
    this.#longestMs = longestMs;
  }

  /** The milliseconds to wait now, or null: give up. */
  next(): number | null {
    if (this.#nextMs > this.#longestMs) return null;
    const delay = this.#nextMs;
    this.#nextMs *= 2;
    return delay;
  }
}
