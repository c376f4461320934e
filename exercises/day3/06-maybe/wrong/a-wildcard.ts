/**
 * Misunderstanding: what may be missing is a rest. A wildcard takes more than one segment, and an empty one as well.
 * Killed by: "what is deeper is still a 404"
 */

import { type Handler, RouteError, Router } from "../../../../day3/src/index.ts";

export type MaybeParams = Readonly<Record<string, string | undefined>>;

/** Errors: RouteError when the path is malformed, or when one of the two routes is taken; then none is added. */
export function maybe(router: Router, method: string, path: string, handler: Handler<MaybeParams>): void {
  const [, short, name] = /^([^?]*)\/:(\w+)\?$/.exec(path) ?? [];
  if (short === undefined)
    throw new RouteError(`route "${path}": only a last segment such as :page? may be missing`);
  const paths = [short === "" ? "/" : short, `${short}/:${name}`];
  const copy = new Router();
  for (const route of router.routes()) copy.on(route.method, route.path, handler);
  // The copy refuses what the router would refuse, and is thrown away.
  for (const each of paths) copy.on(method, each, handler);
  router.on(method, short === "" ? "/" : short, handler);
  router.on(method, `${short}/*${name}`, handler);
}
