/**
 * Where a nested app is mounted. Exercise day4/05.
 */

import type { AppContext, Response } from "../../../day4/src/index.ts";

/** Such as "/en/shop"; "" for an app that is not nested. */
export function mountOf(c: AppContext): string {
  throw new Error("day4/05: write mountOf");
}

/** `path` is one of the app, such as /pay. */
export function redirectHere(c: AppContext, path: string): Response {
  throw new Error("day4/05: write redirectHere");
}
