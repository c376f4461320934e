/**
 * A page for a method that is not allowed. Exercise day3/05.
 */

import type { AppContext, Response } from "../../../day3/src/index.ts";

export function notAllowedPage(c: AppContext): Response {
  throw new Error("day3/05: write notAllowedPage");
}
