/**
 * The trie as a drawing: one line for each node, and behind it the routes that end there. For people: at
 * debug level when the app starts, and wherever somebody wonders why a request went where it went.
 */

import type { RouterNode } from "./router-node.ts";

interface Line {
  readonly branch: string;
  readonly routes: string;
}

/** Static segments by name, then the param, then the wildcard. Ends with a line feed. */
export function printTrie(root: RouterNode): string {
  const lines = linesOf(root, "");
  const width = Math.max(0, ...lines.map(({ branch, routes }) => (routes === "" ? 0 : branch.length)));
  return lines.map(({ branch, routes }) => `${`${branch.padEnd(width)}  ${routes}`.trimEnd()}\n`).join("");
}

function linesOf(node: RouterNode, indent: string): Line[] {
  const children = [...node.children()];
  return children.flatMap(([segment, child], i) => {
    const isLast = i === children.length - 1;
    return [
      { branch: `${indent}${isLast ? "└─" : "├─"} /${segment}`, routes: child.routes.join(", ") },
      ...linesOf(child, `${indent}${isLast ? "   " : "│  "}`),
    ];
  });
}
