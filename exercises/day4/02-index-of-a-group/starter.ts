/**
 * A route that lists what is below it. Exercise day4/02.
 */

import type { Router } from "../../../day4/src/index.ts";

/** Errors: RouteError when there is a GET for `prefix` already. */
export function indexOf(router: Router, prefix: string): void {
  throw new Error("day4/02: write indexOf");
}
