/**
 * Waits until an address is free again. A program has its signal, or has logged that it drains, a moment
 * before its socket closes; whoever connects in between is let in, or reset.
 */

import { setTimeout as sleep } from "node:timers/promises";
import type { RawClient } from "./raw-client.ts";
import { lateError } from "./within.ts";

/** Tries, 10 ms apart: ten seconds at least, and as much longer as a busy machine takes for each. */
const TRIES = 1_000;

/**
 * The code of the first connect error that is no reset: ECONNREFUSED, once nobody listens any more. Errors: somebody
 * still listened at the last try.
 */
export async function refused(connect: () => Promise<RawClient>): Promise<string> {
  const toError = lateError(refused);
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const client = await connect();
      await client.closed;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // No error of the system: somebody let us in and did not let us go.
      if (code === undefined) throw error;
      if (code !== "ECONNRESET") return code;
    }
    // Not more often: whoever is to stop listening needs the CPU as well.
    await sleep(10);
  }
  throw toError(`somebody still listened after ${TRIES} tries, while waiting for the address to be free`);
}
