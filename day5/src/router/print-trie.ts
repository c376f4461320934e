/**
 * The trie as a drawing: one line for each node, and behind it the routes that end there. It draws what lists of
 * routes tell, so the routes of an app inside are branches like all others. For people: at debug level when the app
 * starts, and wherever somebody wonders why a request went where it went.
 */

import { canonicalPath } from "./canonical-path.ts";
import type { RouteInfo } from "./route-info.ts";

interface Branch {
  readonly branches: Map<string, Branch>;
  readonly routes: RouteInfo[];
}

interface Line {
  readonly branch: string;
  readonly routes: string;
}

/** Static segments by name, then the param, then the wildcard. Ends with a line feed. */
export function printTrie(routes: readonly RouteInfo[]): string {
  const lines = linesOf(grow(routes), "");
  const width = Math.max(0, ...lines.map(({ branch, routes }) => (routes === "" ? 0 : branch.length)));
  return lines.map(({ branch, routes }) => `${`${branch.padEnd(width)}  ${routes}`.trimEnd()}\n`).join("");
}

function grow(routes: readonly RouteInfo[]): Branch {
  const root: Branch = { branches: new Map(), routes: [] };
  for (const route of routes) {
    let end = root;
    for (const segment of route.path.slice(1).split("/")) {
      const key = /^[:*]/.test(segment) ? (segment[0] as string) : canonicalPath(segment);
      const next = end.branches.get(key) ?? { branches: new Map(), routes: [] };
      end.branches.set(key, next);
      end = next;
    }
    end.routes.push(route);
  }
  return root;
}

function linesOf({ branches }: Branch, indent: string): Line[] {
  const order = [":", "*"];
  const children = [...branches].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b) || (a < b ? -1 : 1));
  return children.flatMap(([segment, child], i) => {
    const isLast = i === children.length - 1;
    return [
      { branch: `${indent}${isLast ? "└─" : "├─"} /${segment}`, routes: child.routes.join(", ") },
      ...linesOf(child, `${indent}${isLast ? "   " : "│  "}`),
    ];
  });
}
