/**
 * What an app tells of its routes, as a list and as a drawing. For people: at debug level when the app starts, on
 * `console.log(router)`, and wherever one wonders why a request went where it went. No request asks for it.
 */

import type { Endpoint } from "../endpoint/endpoint.ts";
import { canonicalPath } from "./canonical-path.ts";

/** One route, seen from outside. Of an app behind a prefix, with the prefix. */
export interface RouteInfo {
  readonly method: string;
  /** As it was declared. */
  readonly path: string;
  /** The names that its handler finds in `c.params`. */
  readonly names: readonly string[];
  /** Such as `GET /ghost/:id`. */
  toString(): string;
}

/**
 * What `routes()` of `endpoint` gives: a Router has it, and whatever is around one may hand it on.
 * null: it has none to tell of, so it is one answer and no app.
 */
export function routesOf(endpoint: Endpoint): readonly RouteInfo[] | null {
  return "routes" in endpoint && typeof endpoint.routes === "function" ? endpoint.routes() : null;
}

/** A node of the drawing. Lists of routes are all it knows, so the routes of an app inside are branches like others. */
interface Branch {
  readonly branches: Map<string, Branch>;
  /** Those that end here. */
  readonly routes: RouteInfo[];
}

/** One node as text: the branch and the routes are put in columns only when all lines are known. */
interface Line {
  readonly branch: string;
  readonly routes: string;
}

/** The trie: one line for each node, and behind it the routes that end there. Ends with a line feed. */
export function printTrie(routes: readonly RouteInfo[]): string {
  const lines = linesOf(grow(routes), "");
  // Where routes stand, they stand in one column. Longer branches without routes need not make it wider.
  const width = Math.max(0, ...lines.map(({ branch, routes }) => (routes === "" ? 0 : branch.length)));
  return lines.map(({ branch, routes }) => `${`${branch.padEnd(width)}  ${routes}`.trimEnd()}\n`).join("");
}

/** The trie once more, from the list alone: the one that requests walk has no routes of apps inside. */
function grow(routes: readonly RouteInfo[]): Branch {
  const root: Branch = { branches: new Map(), routes: [] };
  for (const route of routes) {
    let end = root;
    for (const segment of route.path.slice(1).split("/")) {
      // As in the trie: params share one node whatever their names, and static text has one spelling.
      const key = /^[:*]/.test(segment) ? (segment[0] as string) : canonicalPath(segment);
      const next = end.branches.get(key) ?? { branches: new Map(), routes: [] };
      end.branches.set(key, next);
      end = next;
    }
    end.routes.push(route);
  }
  return root;
}

/** In the order in which a walk tries them: static segments, here by name, then the param, then the wildcard. */
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
