/**
 * Misunderstanding: a route is a line. The reader asks for paths, and finds `/todos` three times.
 * Killed by: "a line for each path, and its methods in one column"
 */

import type { Router } from "../../../../day3/src/index.ts";

export function listRoutes(router: Router): string {
  const methods = new Map<string, string[]>();
  for (const { method, path } of router.routes()) {
    const all = methods.get(path) ?? [];
    methods.set(path, [...all, method === "*" ? "ANY" : method]);
  }
  const paths = [...methods.keys()].sort();
  const width = Math.max(0, ...paths.map((path) => path.length));
  return paths
    .flatMap((path) => (methods.get(path) ?? []).sort().map((method) => `${path.padEnd(width)}  ${method}\n`))
    .join("");
}
