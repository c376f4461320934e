/**
 * Misunderstanding: a list shows things in the order in which they came. Then it shows the program and not the routes.
 * Killed by: "I1: the order of registration changes nothing"
 */

import type { Router } from "../../../../day3/src/index.ts";

export function listRoutes(router: Router): string {
  const methods = new Map<string, string[]>();
  for (const { method, path } of router.routes()) {
    const all = methods.get(path) ?? [];
    methods.set(path, [...all, method === "*" ? "ANY" : method]);
  }
  const paths = [...methods.keys()];
  const width = Math.max(0, ...paths.map((path) => path.length));
  return paths.map((path) => `${path.padEnd(width)}  ${methods.get(path)?.sort().join(", ")}\n`).join("");
}
