/**
 * A clock that only goes forward, on top of one that may be set back. Exercise day1/03.
 */

import type { Clock } from "../../../day1/src/event-loop.ts";

export class SteadyClock implements Clock {
  readonly #wall: Clock;

  /** `wall`: its `now` may jump back at any time. */
  constructor(wall: Clock) {
    this.#wall = wall;
  }

  now(): number {
    throw new Error("day1/03: write now");
  }

  wakeAfter(ms: number, wake: () => void): () => void {
    throw new Error("day1/03: write wakeAfter");
  }
}
