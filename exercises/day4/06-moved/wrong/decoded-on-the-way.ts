/**
 * Misunderstanding: the value of a wildcard is the rest of the path. It is decoded: a slash in a value becomes a slash that
 * separates, and a line end breaks the field.
 * Killed by: "what is encoded stays encoded"
 */

import type { AppContext, Router } from "../../../../day4/src/index.ts";

/** `from` and `to` begin with a slash, and have none at the end. */
export function moved(router: Router, from: string, to: string): void {
  const redirect = (c: AppContext) => {
    const rest = decodeURIComponent(c.path.slice(from.length));
    const query = c.req.target.slice(c.req.path.length);
    return c.redirect(`${to}${rest}${query}`, 308);
  };
  router.any(from, redirect);
  router.any(`${from}/*`, redirect);
}
