/**
 * Misunderstanding: only `now` has to be mended. While the loop sleeps no one reads the clock: at the first reading behind
 * the step, the time that was slept is taken for a part of the step, and the deadline comes late.
 * Killed by: "I1: a timeout fires in its own time, in a round that ends with its tick, though the clock was set back"
 */

import type { Clock } from "../../../../day1/src/event-loop.ts";

export class SteadyClock implements Clock {
  readonly #wall: Clock;
  /** What the wall clock said last. */
  #last: number;
  /** All steps back together. */
  #lost = 0;

  /** `wall`: its `now` may jump back at any time. */
  constructor(wall: Clock) {
    this.#wall = wall;
    this.#last = wall.now();
  }

  now(): number {
    const wall = this.#wall.now();
    // How long the step itself took is not known: it counts as no time at all.
    if (wall < this.#last) this.#lost += this.#last - wall;
    this.#last = wall;
    return wall + this.#lost;
  }

  wakeAfter(ms: number, wake: () => void): () => void {
    return this.#wall.wakeAfter(ms, wake);
  }
}
