/**
 * A permit of a semaphore, waited for with a deadline. Exercise day1/02.
 */

import type { Reactor } from "../../../day1/src/event-loop.ts";
import type { Permit, Semaphore } from "../../../day1/src/net.ts";

/** A permit; null when none came within `ms`, or when the semaphore is closed. */
export function acquireWithin(semaphore: Semaphore, ms: number, reactor: Reactor): Promise<Permit | null> {
  throw new Error("day1/02: write acquireWithin");
}
