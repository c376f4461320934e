/**
 * The usual routes of a resource, as far as there are handlers for them.
 */

import type { Handler, PathParams, RouterGroup } from "../../../day4/src/index.ts";

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
    const handler = handlers[name] as Handler | undefined;
    // As a text, the path has no names for the compiler: it asks nothing of the handler.
    if (handler !== undefined)
      (group as RouterGroup<string>).on(method, `${path}${rest}`, handler as Handler<object>);
  }
}
