/**
 * A prefix that has a new name. Exercise day4/06.
 */

import type { Router } from "../../../day4/src/index.ts";

/** `from` and `to` begin with a slash, and have none at the end. */
export function moved(router: Router, from: string, to: string): void {
  throw new Error("day4/06: write moved");
}
