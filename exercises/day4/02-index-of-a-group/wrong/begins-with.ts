/**
 * Misunderstanding: below means that it begins like it. `/v10` begins like `/v1`.
 * Killed by: "I1: /v1 does not list what is below /v10"
 */

import type { Router } from "../../../../day4/src/index.ts";

/** Errors: RouteError when there is a GET for `prefix` already. */
export function indexOf(router: Router, prefix: string): void {
  router.get(prefix, (c) => {
    // The slash makes it whole segments.
    const below = router.routes().filter(({ path }) => path.startsWith(prefix) && path !== prefix);
    return c.json(below.map(String).sort());
  });
}
