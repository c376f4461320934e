/**
 * Misunderstanding: what is there is there. Other groups declare their routes after this one.
 * Killed by: "what is declared later is in it, and what it is itself is not"
 */

import type { Router } from "../../../../day4/src/index.ts";

/** Errors: RouteError when there is a GET for `prefix` already. */
export function indexOf(router: Router, prefix: string): void {
  const below = router.routes().filter(({ path }) => path.startsWith(`${prefix}/`));
  router.get(prefix, (c) => c.json(below.map(String).sort()));
}
