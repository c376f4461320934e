/**
 * A turn for the others. Code that writes or reads on without ever having to wait goes from one microtask to
 * the next, and meanwhile no socket is heard, no timer fires and no signal arrives. It asks here after each
 * piece. All who do so share one span of time between two rounds of Node's loop, so that many take no longer
 * than one.
 */

import { performance } from "node:perf_hooks";

/** Long enough that a round of the loop costs little beside it, short enough that no client notices. */
const TURN_MS = 2;

/** When the span ends in which the busy ones work now. */
let endsAt = 0;
/** Resolves in the next round; null while it is not waited for. */
let next: Promise<void> | null = null;

/** Null: go on. Else wait for it first: the time is over, and others have their turn. */
export function nextTurn(): Promise<void> | null {
  if (next === null && performance.now() < endsAt) return null;
  next ??= new Promise((resolve) => {
    setImmediate(() => {
      next = null;
      endsAt = performance.now() + TURN_MS;
      resolve();
    });
  });
  return next;
}
