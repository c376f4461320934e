/**
 * Misunderstanding: a route that is missing should say so with a 501. Then Allow names methods that no one answers.
 * Killed by: "what is not given is a 405, and Allow names the others only"
 */

import type { Handler, PathParams, RouterGroup } from "../../../../day4/src/index.ts";

/** `All` is the path with the prefix of its group. */
export interface Resource<All extends string> {
  readonly list?: Handler<PathParams<All>>;
  readonly create?: Handler<PathParams<All>>;
  readonly show?: Handler<PathParams<`${All}/:id`>>;
  readonly replace?: Handler<PathParams<`${All}/:id`>>;
  readonly remove?: Handler<PathParams<`${All}/:id`>>;
}

const ROUTES = [
  ["list", "GET", ""],
  ["create", "POST", ""],
  ["show", "GET", "/:id"],
  ["replace", "PUT", "/:id"],
  ["remove", "DELETE", "/:id"],
] as const;

export function resource<Prefix extends string, Path extends string>(
  group: RouterGroup<Prefix>,
  path: Path,
  handlers: Resource<`${Prefix}${Path}`>,
): void {
  for (const [name, method, rest] of ROUTES) {
    // What the caller wrote has been checked against the path of its own route; here it is any of them.
    const handler = (handlers[name] ?? ((c) => c.string("not implemented", 501))) as Handler | undefined;
    // As a text, the path has no names for the compiler: it asks nothing of the handler.
    if (handler !== undefined)
      (group as RouterGroup<string>).on(method, `${path}${rest}`, handler as Handler<object>);
  }
}
