/**
 * The usual routes of a resource. Exercise day4/04.
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

export function resource<Prefix extends string, Path extends string>(
  group: RouterGroup<Prefix>,
  path: Path,
  handlers: Resource<`${Prefix}${Path}`>,
): void {
  throw new Error("day4/04: write resource");
}
