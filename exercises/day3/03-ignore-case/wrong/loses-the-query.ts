/**
 * Misunderstanding: the path is what a client asks for. It asks for the target, and the query is a part of it.
 * Killed by: "the query goes along as it is"
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
      if (found === null || found.route.names.length > 0) return router.call(c);
      return c.redirect(small, 308);
    },
  };
}
