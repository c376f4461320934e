/**
 * The routes of a router as a list: a line for each path. What it shows does not depend on when a route was added.
 */

import type { Router } from "../../../day3/src/index.ts";

export function listRoutes(router: Router): string {
  const methods = new Map<string, string[]>();
  for (const { method, path } of router.routes()) {
    const all = methods.get(path) ?? [];
    methods.set(path, [...all, method === "*" ? "ANY" : method]);
  }
  const paths = [...methods.keys()].sort();
  const width = Math.max(0, ...paths.map((path) => path.length));
  return paths.map((path) => `${path.padEnd(width)}  ${methods.get(path)?.sort().join(", ")}\n`).join("");
}
