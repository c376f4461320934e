/**
 * Where a loop gets its time from. The system's clock by default; tests hand in one they move by hand,
 * so that no test ever waits for a deadline.
 */

import { withMethods } from "../guard/rule.ts";

export interface Clock {
  /** Milliseconds on a clock that only goes forward. Fractions are allowed. */
  now(): number;
  /** Calls `wake` once after `ms`, and not from inside this call. Returns a function that cancels it. */
  wakeAfter(ms: number, wake: () => void): () => void;
}

export const clockRule = withMethods("a clock", ["now", "wakeAfter"]);

/** The longest delay Node's setTimeout takes, about 24.8 days. A longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  wakeAfter(ms, wake) {
    // Rounded up: Node truncates, and a loop that wakes early would find nothing due and spin.
    const timer = setTimeout(wake, Math.min(Math.ceil(ms), LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
