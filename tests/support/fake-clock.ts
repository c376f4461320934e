/**
 * A Clock that stands still until a test moves it, so that no test waits for a deadline. The loop's rounds
 * stay real: what is due runs in the setImmediate after the wake-up, which is what `pass` waits for.
 */

import { setImmediate as nextRound, setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../day5/src/event-loop.ts";
import { lateError } from "./within.ts";

interface WakeUp {
  readonly at: number;
  readonly wake: () => void;
}

/** Turns of `passUntil`. From the tenth on each takes a millisecond at least, for what sockets have to do. */
const TURNS = 10_000;

/** Resolves when every round of a loop that is on order by now is over, and those that they order. */
export async function rounds(count = 2): Promise<void> {
  for (let round = 0; round < count; round += 1) await nextRound();
}

export class FakeClock implements Clock {
  #now: number;
  /** By time, and by order of asking where that is equal. */
  #wakeUps: WakeUp[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  /** Wake-ups that are on order. */
  get pending(): number {
    return this.#wakeUps.length;
  }

  /** When the next wake-up is due; Infinity if none is on order. */
  get nextWakeUp(): number {
    return this.#wakeUps[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  now(): number {
    return this.#now;
  }

  wakeAfter(ms: number, wake: () => void): () => void {
    const entry: WakeUp = { at: this.#now + ms, wake };
    const after = this.#wakeUps.findIndex((other) => other.at > entry.at);
    this.#wakeUps.splice(after < 0 ? this.#wakeUps.length : after, 0, entry);
    return () => {
      this.#wakeUps = this.#wakeUps.filter((other) => other !== entry);
    };
  }

  /** Moves the time on and fires, in order, what is due by then; each sees the time it asked for. */
  advance(ms: number): void {
    const end = this.#now + ms;
    while (this.nextWakeUp <= end) {
      const entry = this.#wakeUps.shift() as WakeUp;
      this.#now = Math.max(this.#now, entry.at);
      entry.wake();
    }
    this.#now = end;
  }

  /** As `advance`, but lets the loop finish its round after every wake-up, as in real time. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    // What is under way now may still set a timeout that is due in this span.
    await rounds();
    while (this.nextWakeUp <= end) {
      this.advance(Math.max(0, this.nextWakeUp - this.#now));
      await rounds();
    }
    this.advance(end - this.#now);
    await rounds();
  }

  /**
   * Lets as much time pass as `promise` needs: what a clean-up waits for, whatever deadline the test has set before.
   * Errors: its own, or that it is open when no deadline is left.
   */
  async passUntil<Value>(promise: Promise<Value>, what: string): Promise<Value> {
    const toError = lateError(this.passUntil);
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    promise.then(over, over);
    await this.pass(0);
    for (let turn = 0; !isOver; turn += 1) {
      if (turn > TURNS) throw toError(`${what} takes longer than every deadline`);
      if (this.pending > 0) await this.pass(this.nextWakeUp - this.#now);
      else await rounds();
      if (turn > 10 && !isOver) await sleep(1);
    }
    return promise;
  }
}
