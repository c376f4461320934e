/**
 * A deadline that moves. A busy connection sets one for every request; here that is one assignment, since
 * the timer that is armed already is left alone and looks again when it fires. Only a deadline that moves
 * closer arms a new timer. Conn has one for reading and one for writing.
 */

import type { Reactor, Timer } from "../event-loop/reactor.ts";

/** Its owner disposes of it when there is nothing left to wait for: until then its timer keeps the process alive. */
export class Deadline {
  /** Gives the time and the timer. */
  readonly #reactor: Reactor;
  readonly #onExpired: () => void;
  /** The deadline itself; Infinity while none is set. It moves without the timer. */
  #at = Number.POSITIVE_INFINITY;
  /** When the armed timer fires; Infinity while none is armed. */
  #armedAt = Number.POSITIVE_INFINITY;
  /** The armed timer. A deadline that is cleared leaves it: the next one is mostly later, and finds it there. */
  #timer: Timer | null = null;

  /** `onExpired` is called once each time the deadline is reached. */
  constructor(reactor: Reactor, onExpired: () => void) {
    this.#reactor = reactor;
    this.#onExpired = onExpired;
  }

  /** True from `set` until `clear`. */
  get isSet(): boolean {
    return this.#at !== Number.POSITIVE_INFINITY;
  }

  /** True from the moment of the deadline until it is set or cleared. */
  get isPast(): boolean {
    return this.isSet && this.#at <= this.#reactor.now;
  }

  /** Milliseconds that are left, 0 when it is past; Infinity while none is set. */
  get remainingMs(): number {
    return Math.max(0, this.#at - this.#reactor.now);
  }

  /** Moves the deadline to `ms` from now. */
  set(ms: number): void {
    this.#at = this.#reactor.now + ms;
    // Only a deadline that comes before its timer needs a new one.
    if (this.#at < this.#armedAt) this.#arm();
  }

  clear(): void {
    this.#at = Number.POSITIVE_INFINITY;
  }

  /** Cancels the timer too: the connection is gone, and must not be kept by it. */
  dispose(): void {
    this.clear();
    this.#disarm();
  }

  /** For the reactor: the timer has fired. */
  run(): void {
    this.#disarm();
    // The deadline may have moved on since the timer was armed: then it is armed for the rest.
    if (this.isPast) this.#onExpired();
    else if (this.isSet) this.#arm();
  }

  #arm(): void {
    this.#disarm();
    this.#armedAt = this.#at;
    this.#timer = this.#reactor.arm(this.remainingMs, this);
  }

  #disarm(): void {
    if (this.#timer !== null) this.#reactor.disarm(this.#timer);
    this.#timer = null;
    this.#armedAt = Number.POSITIVE_INFINITY;
  }
}
