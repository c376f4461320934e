/**
 * A route that lists what is below it, at the moment at which it is asked.
 */

import type { Router } from "../../../day4/src/index.ts";

/** Errors: RouteError when there is a GET for `prefix` already. */
export function indexOf(router: Router, prefix: string): void {
  router.get(prefix, (c) => {
    // The slash makes it whole segments.
    const below = router.routes().filter(({ path }) => path.startsWith(`${prefix}/`));
    return c.json(below.map(String).sort());
  });
}
