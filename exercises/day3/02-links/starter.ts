/**
 * Links to routes, without a router. Exercise day3/02.
 */

import { type PathParams, RouteError } from "../../../day3/src/index.ts";

export type Query = Readonly<Record<string, string | undefined>>;

/** Errors: RouteError for a param that is missing, or empty. */
export function link<Path extends string>(path: Path, params: PathParams<Path>, query: Query = {}): string {
  throw new Error("day3/02: write link");
}
