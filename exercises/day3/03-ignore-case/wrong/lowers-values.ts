/**
 * Misunderstanding: a path is a path. A param is what the client means, letter by letter.
 * Killed by: "I4: a value keeps its letters"
 */

import type { AppContext, Endpoint, Response, Router } from "../../../../day3/src/index.ts";

export function ignoreCase(router: Router): Endpoint {
  return {
    prepare: () => router.prepare(),
    call(c: AppContext): Response | Promise<Response> {
      const small = c.path.toLowerCase();
      // A path that is wrong in itself makes getRoute throw what the router would answer.
      if (small === c.path || router.getRoute(c.method, c.path) !== null) return router.call(c);
      const found = router.getRoute(c.method, small);
      if (found === null) return router.call(c);
      const search = c.req.target.slice(c.req.path.length);
      return c.redirect(small + search, 308);
    },
  };
}
