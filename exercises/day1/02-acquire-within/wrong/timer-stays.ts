/**
 * Misunderstanding: a timer that has nothing to do any more does no harm. It keeps the process alive, and with it
 * everything that its function can see, for each request once.
 * Killed by: "I3: a permit that is free comes at once, and leaves no timer behind"
 */

import type { Reactor } from "../../../../day1/src/event-loop.ts";
import type { Permit, Semaphore } from "../../../../day1/src/net.ts";

/** A permit; null when none came within `ms`, or when the semaphore is closed. */
export function acquireWithin(semaphore: Semaphore, ms: number, reactor: Reactor): Promise<Permit | null> {
  return new Promise((resolve) => {
    let isLate = false;
    reactor.after(ms, () => {
      isLate = true;
      resolve(null);
    });
    void semaphore.acquire().then((permit) => {
      // The one who asked has left: the permit must not go with them.
      if (isLate) permit?.release();
      else resolve(permit);
    });
  });
}
