/**
 * The routes of a router as a list. Exercise day3/01.
 */

import type { Router } from "../../../day3/src/index.ts";

export function listRoutes(router: Router): string {
  throw new Error("day3/01: write listRoutes");
}
