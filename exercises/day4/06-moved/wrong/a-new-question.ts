/**
 * Misunderstanding: the path is all that was asked. The query is lost on the way.
 * Killed by: "the query goes along"
 */

import type { AppContext, Router } from "../../../../day4/src/index.ts";

/** `from` and `to` begin with a slash, and have none at the end. */
export function moved(router: Router, from: string, to: string): void {
  const redirect = (c: AppContext) => {
    const rest = c.path.slice(from.length);
    return c.redirect(`${to}${rest}`, 308);
  };
  router.any(from, redirect);
  router.any(`${from}/*`, redirect);
}
