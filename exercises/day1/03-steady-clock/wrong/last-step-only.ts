/**
 * Misunderstanding: there is one step to make good, the last one. The first is still missing when the second comes.
 * Killed by: "steps add up"
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
    if (wall < this.#last) this.#lost = this.#last - wall;
    this.#last = wall;
    return wall + this.#lost;
  }

  wakeAfter(ms: number, wake: () => void): () => void {
    const due = this.now() + ms;
    return this.#wall.wakeAfter(ms, () => {
      // The step came while we slept, and no one looked at the clock. But we know how long we slept.
      const missing = due - this.now();
      if (missing > 0) this.#lost += missing;
      wake();
    });
  }
}
