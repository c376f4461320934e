/** What a client in order sees while others misbehave: the time of nearly all its requests. */

import { check, pause } from "./trial.ts";

/** Asks one after the other for `ms`. The milliseconds that 99 of 100 take at most. Errors: Failure for a bad status. */
export async function p99Of(ask: () => Promise<number | undefined>, ms: number): Promise<number> {
  const times: number[] = [];
  for (const end = performance.now() + ms; performance.now() < end; ) {
    const start = performance.now();
    const status = await ask();
    check(status === 200, `a healthy client got ${status ?? "no answer"}`);
    times.push(performance.now() - start);
    // A pace, not a flood: what is measured is waiting, not how much fits.
    await pause(1);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.99)] as number;
}
