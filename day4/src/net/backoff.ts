/**
 * How long to wait before the next try: 1, 2, 4, 8, 16, 32, 64 seconds, and then no more. That is seven
 * waits, so the eighth failure in a row is the last (MR3). TcpServer makes a new one for every accept, so
 * any success starts it over.
 */

export class Backoff {
  readonly #longestMs: number;
  #nextMs: number;

  constructor(firstMs = 1_000, longestMs = 64_000) {
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
