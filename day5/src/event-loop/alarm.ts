/**
 * The one system timer of a loop: it wakes the loop for its earliest timeout. It is armed as long as the
 * loop runs, if only for a far day, and so keeps the process alive just as long.
 */

import type { Clock } from "./clock.ts";

/** Why only one: a system timer for each timeout would be a thousand of them for a thousand idle connections. */
export class Alarm {
  readonly #clock: Clock;
  readonly #earliest: () => number;
  readonly #ring: () => void;
  /** When the system's timer rings, while there is one. */
  #at = 0;
  /** Takes the system's timer back; null while none is set. */
  #cancel: (() => void) | null = null;

  /** `earliest` tells the deadline to wake for, Infinity if there is none; `ring` is called when it is due. */
  constructor(clock: Clock, earliest: () => number, ring: () => void) {
    this.#clock = clock;
    this.#earliest = earliest;
    this.#ring = ring;
  }

  /** To be called whenever the earliest deadline may have moved closer. */
  arm(): void {
    const at = this.#earliest();
    // One that rings earlier is left alone: it looks again when it rings, and most deadlines only move away.
    if (this.#cancel !== null && this.#at <= at) return;
    this.#cancel?.();
    this.#at = at;
    this.#cancel = this.#clock.wakeAfter(Math.max(0, at - this.#clock.now()), () => {
      this.#cancel = null;
      // Set for a timeout that has been cleared, or woken a moment early: look again.
      if (this.#earliest() <= this.#clock.now()) this.#ring();
      else this.arm();
    });
  }

  /** The run is over: nothing of it keeps the process alive. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
