/**
 * readSeconds, readCount: numbers from a command line. Plain digits only: what JavaScript makes of "1e400", "0x10", ""
 * or "NaN" is never what was meant, and a timer that is too long fires at once.
 */

/** A day: no one waits longer, and timers count at most 24 of them. */
const MOST_SECONDS = 86_400;

/** Seconds, more than 0, at most a day, or null: "10", "0.5". */
export function readSeconds(text: string): number | null {
  const seconds = /^\d{1,5}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  return seconds > 0 && seconds <= MOST_SECONDS ? seconds : null;
}

/** A whole number between the two, both allowed, or null. */
export function readCount(text: string, least: number, most: number): number | null {
  const count = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  return count >= least && count <= most ? count : null;
}
