/**
 * Waits until an address is free again. A program has its signal, or has logged that it drains, a moment
 * before its socket closes; whoever connects in between is let in, or reset.
 */

import type { RawClient } from "./raw-client.ts";

/** The code of the first connect error that is no reset: ECONNREFUSED, once nobody listens any more. */
export async function refused(connect: () => Promise<RawClient>): Promise<string | undefined> {
  for (;;) {
    try {
      const client = await connect();
      await client.closed;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ECONNRESET") return code;
    }
  }
}
