/**
 * Misunderstanding: an error undoes what was done. What has been registered stays registered.
 * Killed by: "I5: where /docs/:id is taken, neither is added"
 */

import { type Handler, RouteError, type Router } from "../../../../day3/src/index.ts";

export type MaybeParams = Readonly<Record<string, string | undefined>>;

/** Errors: RouteError when the path is malformed, or when one of the two routes is taken; then none is added. */
export function maybe(router: Router, method: string, path: string, handler: Handler<MaybeParams>): void {
  const [, short, name] = /^([^?]*)\/:(\w+)\?$/.exec(path) ?? [];
  if (short === undefined)
    throw new RouteError(`route "${path}": only a last segment such as :page? may be missing`);
  const paths = [short === "" ? "/" : short, `${short}/:${name}`];

  for (const each of paths) router.on(method, each, handler);
}
