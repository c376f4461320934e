/**
 * When a loop has to act: its timeouts in a queue, and the one system timer that wakes it for the earliest.
 * The queue is a binary min-heap by deadline. Setting and firing cost O(log n). Clearing costs O(1): a cleared
 * timeout stays in the heap, marked, until it comes up or half of the heap is marked.
 * mio 0.5 has a wheel of 100 ms slots, where timers of one slot fire last in, first out (ML6, ML7). Here
 * they fire at their own millisecond and first in, first out: a named deviation.
 */

import type { Clock } from "./clock.ts";

/** What `timeoutMs` returns. Every timeout has its own object, so a stale handle can hit no other (ML8). */
export interface TimeoutHandle<Timeout> {
  /** Milliseconds on the clock of the loop. */
  readonly deadline: number;
  /** Counts up. Orders equal deadlines, and tells timers set in this round from older ones. */
  readonly sequence: number;
  readonly value: Timeout;
  /** False once it has fired or was cleared; a cleared one may lie in the heap for a while yet. */
  pending: boolean;
}

/** Knows no clock: the loop says what time it is, so that all timers of a round are held against the same one. */
export class TimerQueue<Timeout> {
  /** The children of index i are 2i + 1 and 2i + 2, and none is earlier than its parent: the earliest is first. */
  #heap: TimeoutHandle<Timeout>[] = [];
  /** How many timeouts there have been. 2^53 of them are more than any process lives to see. */
  #sequence = 0;
  /** Marked ones that still lie in the heap. */
  #cleared = 0;

  /** Timeouts that are pending. */
  get size(): number {
    return this.#heap.length - this.#cleared;
  }

  /** The sequence number that the next timeout will get. */
  get nextSequence(): number {
    return this.#sequence;
  }

  /** The earliest deadline, or Infinity: what the alarm of the loop is set for. */
  get earliest(): number {
    return this.peek()?.deadline ?? Number.POSITIVE_INFINITY;
  }

  /** Adds a timeout: at the end of the heap, and up from there to where it belongs. */
  add(deadline: number, value: Timeout): TimeoutHandle<Timeout> {
    const handle = { deadline, sequence: this.#sequence++, value, pending: true };
    this.#heap.push(handle);
    this.#up(this.#heap.length - 1);
    return handle;
  }

  /** True if the timeout was still pending; false when it has fired or was cleared before. */
  clear(handle: TimeoutHandle<Timeout>): boolean {
    if (!handle.pending) return false;
    // Not searched for: finding it in the heap would cost O(n), and most timeouts are cleared.
    handle.pending = false;
    this.#cleared += 1;
    // Without this, a server that sets and clears a far deadline per connection would grow for ever.
    if (this.#cleared > 64 && this.#cleared > this.#heap.length / 2) this.#sweep();
    return true;
  }

  /** The earliest pending timeout, or null. */
  peek(): TimeoutHandle<Timeout> | null {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined) return null;
      if (first.pending) return first;
      // Cleared, and come up now: here it costs what firing would have cost.
      this.#removeFirst();
      this.#cleared -= 1;
    }
  }

  /** Takes the earliest timeout out if it is due at `now` and older than `before`; else null. */
  takeDue(now: number, before: number): TimeoutHandle<Timeout> | null {
    const first = this.peek();
    // "older": one that is set while timeouts fire waits for the next round, even if it is due at once.
    if (first === null || first.deadline > now || first.sequence >= before) return null;
    this.#removeFirst();
    first.pending = false;
    return first;
  }

  /** Builds the heap anew from those that are pending, half of it at most: so a clearing costs O(1) on the average. */
  #sweep(): void {
    const pending = this.#heap.filter((handle) => handle.pending);
    this.#heap = [];
    this.#cleared = 0;
    // Each goes up from the end, as in `add`: that is O(n log n) at worst, once in so many clearings.
    for (const handle of pending) {
      this.#heap.push(handle);
      this.#up(this.#heap.length - 1);
    }
  }

  /** The last one takes the place of the first, and sinks to where it belongs. */
  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down(0);
  }

  /** Changes places with its parent for as long as it is the earlier of the two. */
  #up(index: number): void {
    let child = index;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#swapIfEarlier(child, parent)) return;
      child = parent;
    }
  }

  /** Changes places with the earlier of its children for as long as that one is earlier. */
  #down(index: number): void {
    let parent = index;
    for (;;) {
      const left = 2 * parent + 1;
      const right = left + 1;
      const child = right < this.#heap.length && this.#earlier(right, left) ? right : left;
      if (child >= this.#heap.length || !this.#swapIfEarlier(child, parent)) return;
      parent = child;
    }
  }

  /** By deadline; of equal ones, the one that was set first. */
  #earlier(a: number, b: number): boolean {
    const first = this.#heap[a] as TimeoutHandle<Timeout>;
    const second = this.#heap[b] as TimeoutHandle<Timeout>;
    return first.deadline === second.deadline
      ? first.sequence < second.sequence
      : first.deadline < second.deadline;
  }

  /** True if the entry at `a` was the earlier one, and has changed places with that at `b`. */
  #swapIfEarlier(a: number, b: number): boolean {
    if (!this.#earlier(a, b)) return false;
    const held = this.#heap[a] as TimeoutHandle<Timeout>;
    this.#heap[a] = this.#heap[b] as TimeoutHandle<Timeout>;
    this.#heap[b] = held;
    return true;
  }
}

/**
 * The one system timer of a loop: it wakes the loop for its earliest timeout. Why only one: a system timer for each
 * timeout would be a thousand of them for a thousand idle connections. It is armed as long as the loop runs, if only
 * for a far day, and so keeps the process alive just as long.
 */
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
