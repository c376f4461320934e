/**
 * A prefix that has a new name. What stands behind it is passed on as it was sent: decoded, it could be another path.
 */

import type { AppContext, Router } from "../../../day4/src/index.ts";

/** `from` and `to` begin with a slash, and have none at the end. */
export function moved(router: Router, from: string, to: string): void {
  const redirect = (c: AppContext) => {
    const rest = c.path.slice(from.length);
    const query = c.req.target.slice(c.req.path.length);
    return c.redirect(`${to}${rest}${query}`, 308);
  };
  router.any(from, redirect);
  router.any(`${from}/*`, redirect);
}
