/**
 * Misunderstanding: a redirect cannot hurt. The client follows it to a 404, and the log shows two requests for one mistake.
 * Killed by: "I4: what is unknown in small letters, too, is a 404; another method a 405"
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
      if (found !== null && found.route.names.length > 0) return router.call(c);
      const search = c.req.target.slice(c.req.path.length);
      return c.redirect(small + search, 308);
    },
  };
}
