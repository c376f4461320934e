/**
 * Measures an endpoint, and tells the client by Server-Timing. Exercise day2/02.
 */

import type { AppContext, Endpoint, Response } from "../../../day2/src/index.ts";

/** Errors: TypeError when `name` is no token. */
export function timed(name: string, inner: Endpoint, now: () => number = () => performance.now()): Endpoint {
  return {
    prepare: () => inner.prepare?.(),
    async call(c: AppContext): Promise<Response> {
      throw new Error("day2/02: write timed");
    },
  };
}
