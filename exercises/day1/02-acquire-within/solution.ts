/**
 * A permit of a semaphore, waited for with a deadline. The semaphore knows nothing of it: what it grants too late is
 * given back here.
 */

import type { Reactor } from "../../../day1/src/event-loop.ts";
import type { Permit, Semaphore } from "../../../day1/src/net.ts";

/** A permit; null when none came within `ms`, or when the semaphore is closed. */
export function acquireWithin(semaphore: Semaphore, ms: number, reactor: Reactor): Promise<Permit | null> {
  return new Promise((resolve) => {
    let isLate = false;
    const cancel = reactor.after(ms, () => {
      isLate = true;
      resolve(null);
    });
    void semaphore.acquire().then((permit) => {
      cancel();
      // The one who asked has left: the permit must not go with them.
      if (isLate) permit?.release();
      else resolve(permit);
    });
  });
}
