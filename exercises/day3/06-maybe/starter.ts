/**
 * A route whose last param may be missing. Exercise day3/06.
 */

import { type Handler, RouteError, type Router } from "../../../day3/src/index.ts";

export type MaybeParams = Readonly<Record<string, string | undefined>>;

/** Errors: RouteError when the path is malformed, or when one of the two routes is taken; then none is added. */
export function maybe(router: Router, method: string, path: string, handler: Handler<MaybeParams>): void {
  throw new Error("day3/06: write maybe");
}
