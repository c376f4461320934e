/**
 * A router from a table of routes. Exercise day3/04.
 */

import { type Handler, RouteError, type Router } from "../../../day3/src/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: each handler has the params of its own key.
export type RouteRecord = Readonly<Record<string, Handler<any>>>;

/** Errors: RouteError with a line for each mistake in the table. */
export function fromTable(table: RouteRecord): Router {
  throw new Error("day3/04: write fromTable");
}
