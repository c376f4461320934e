/** A trie as a picture, and on it how far a walk has come. Pure. */
import type { Lang } from "../make/pages.ts";
import { box, svg, text } from "./svg.ts";
import type { Step, TrieNode } from "./trie-walk.ts";
import { trieWords } from "./trie-words.ts";

const COLUMN = 128;
const ROW = 46;
const HEIGHT = 28;
const SIGN = 7.6;

/** `steps`: those that were taken by now. `words` say the same for one who does not see it. */
export function drawTrie(
  nodes: readonly TrieNode[],
  steps: readonly Step[],
  words: readonly string[],
  lang: Lang,
): string {
  const places = placesOf(nodes);
  const state = stateOf(steps);
  const parts: string[] = [];
  let right = 0;
  let bottom = 0;
  for (const { id, label, parent, routes } of nodes) {
    const { x, y } = places.get(id) ?? { x: 0, y: 0 };
    const width = Math.max(30, label.length * SIGN + 18);
    const above = parent === null ? undefined : places.get(parent);
    if (above !== undefined) {
      const from = above.x + Math.max(30, (nodes[parent ?? 0]?.label.length ?? 0) * SIGN + 18);
      parts.unshift(
        `<path class="edge ${state.get(id) ?? ""}" d="M${from} ${above.y + HEIGHT / 2} C${from + 24} ${above.y + HEIGHT / 2} ${x - 30} ${y + HEIGHT / 2} ${x} ${y + HEIGHT / 2}"/>`,
      );
    }
    parts.push(
      box(x, y, width, HEIGHT, `box ${state.get(id) ?? ""}`),
      text(x + width / 2, y + 19, label === "" ? '""' : label, "label", "middle"),
    );
    // Behind a leaf there is room; below a node that has nodes behind it there is some, too.
    const isLeaf = !nodes.some((other) => other.parent === id);
    const [left, top] = isLeaf ? [x + width + 8, y + 19] : [x, y + HEIGHT + 12];
    for (const [index, route] of routes.entries()) parts.push(text(left, top + index * 13, route, "small"));
    right = Math.max(right, x + width, left + Math.max(0, ...routes.map((route) => route.length)) * 6.6);
    bottom = Math.max(bottom, y + HEIGHT, routes.length === 0 ? 0 : top + (routes.length - 1) * 13);
  }
  return svg({
    width: right + 12,
    height: bottom + 12,
    title: trieWords(lang).drawing,
    description: words.join("; "),
    parts,
    fits: "page",
  });
}

/** A leaf takes a row of its own; a node stands beside the middle of what is below it. */
function placesOf(nodes: readonly TrieNode[]): Map<number, { x: number; y: number }> {
  const places = new Map<number, { x: number; y: number }>();
  let rows = 0;
  const put = (node: TrieNode, depth: number): number => {
    const below = nodes.filter(({ parent }) => parent === node.id).map((child) => put(child, depth + 1));
    const y = below.length === 0 ? 8 + rows++ * ROW : ((below[0] ?? 0) + (below.at(-1) ?? 0)) / 2;
    places.set(node.id, { x: 8 + depth * COLUMN, y });
    return y;
  };
  const [root] = nodes;
  if (root !== undefined) put(root, 0);
  return places;
}

/** on: on the way now. dead: it was a dead end. end: the route is here. */
function stateOf(steps: readonly Step[]): Map<number, "on" | "dead" | "end"> {
  const state = new Map<number, "on" | "dead" | "end">();
  for (const { node, what } of steps)
    state.set(node, what === "enter" ? "on" : what === "back" ? "dead" : "end");
  return state;
}
