/**
 * Sends requests with capital letters on to the path in small ones. Exercise day3/03.
 */

import type { AppContext, Endpoint, Response, Router } from "../../../day3/src/index.ts";

export function ignoreCase(router: Router): Endpoint {
  return {
    prepare: () => router.prepare(),
    call(c: AppContext): Response | Promise<Response> {
      throw new Error("day3/03: write ignoreCase");
    },
  };
}
