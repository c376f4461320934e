/**
 * The trie of day 5 at work: its own nodes, told to write down where they are asked. Runs in the page, which draws each
 * step, and in the build, which draws the first picture. What walks is RouterNode itself; here it is only watched.
 */
import { canonicalPath } from "../../day5/src/router/canonical-path.ts";
import { Route } from "../../day5/src/router/route.ts";
import { RouterNode } from "../../day5/src/router/router-node.ts";
import type { Lang } from "../make/pages.ts";
import { drawTrie } from "./trie-svg.ts";
import { trieWords } from "./trie-words.ts";

export interface TrieNode {
  readonly id: number;
  /** "ghost", ":" for every name, "*"; "/" for the root. */
  readonly label: string;
  readonly parent: number | null;
  /** "GET /ghost/:id", those that end here. */
  readonly routes: readonly string[];
}

export interface Step {
  readonly node: number;
  readonly what: "enter" | "found" | "back";
  /** What of the path is left when the node is asked. */
  readonly rest: string;
}

export interface Walk {
  readonly steps: readonly Step[];
  /** "GET /ghost/:id"; null for a miss. */
  readonly found: string | null;
  readonly params: Readonly<Record<string, string>>;
}

export const EXAMPLE = `GET /
GET /user
GET /user/index
GET /ghost/new
GET /ghost/:id
GET /ghost/:id/diary
POST /echo
GET /admin/teams/:team/members/:member
GET /files/*path`;

export const FIRST_PATH = "/ghost/new/diary";

/** Errors: RouteError, TypeError for what is no route, as the router tells them. */
export function makeTrie(text: string) {
  const nodes: { id: number; label: string; parent: number | null; routes: string[] }[] = [];
  const ids = new Map<RouterNode, number>();
  const { insert, find, route: ownRoute } = RouterNode.prototype;

  const watched = class extends RouterNode {};
  const root = new watched();
  ids.set(root, 0);
  nodes.push({ id: 0, label: "/", parent: null, routes: [] });
  const endpoint = { call: () => Promise.reject(new Error("it is only looked for")) };

  // The nodes call each other by these names; for as long as a call of ours lasts, they are ours.
  function watching<Value>(
    own: Partial<Pick<RouterNode, "insert" | "find" | "route">>,
    act: () => Value,
  ): Value {
    Object.assign(RouterNode.prototype, own);
    try {
      return act();
    } finally {
      Object.assign(RouterNode.prototype, { insert, find, route: ownRoute });
    }
  }

  function add(route: Route): void {
    let parent: number | null = null;
    watching(
      {
        insert(this: RouterNode, each: Route, depth = 0) {
          const known = ids.get(this);
          const segment = each.segments[depth - 1];
          const label =
            segment === undefined
              ? "/"
              : segment.kind === "static"
                ? segment.text
                : segment.kind === "param"
                  ? ":"
                  : "*";
          if (known === undefined) nodes.push({ id: nodes.length, label, parent, routes: [] });
          const id = known ?? nodes.length - 1;
          ids.set(this, id);
          parent = id;
          if (depth === each.segments.length) nodes[id]?.routes.push(String(each));
          return insert.call(this, each, depth);
        },
      },
      () => root.insert(route),
    );
  }

  for (const row of text.split("\n").filter((one) => one.trim() !== "")) {
    const [, method = "", path = ""] = /^\s*(\S+)\s+(\S+)\s*$/.exec(row) ?? [];
    const route = new Route(method.toUpperCase(), path, endpoint as never);
    const other = root.occupant(route);
    if (other !== null) throw new Error(`route "${route}" matches the same requests as "${other}"`);
    add(route);
  }

  function walk(method: string, asked: string): Walk {
    const path = canonicalPath(asked);
    const steps: Step[] = [];
    const marks: number[] = [];
    const found = watching(
      {
        find(this: RouterNode, verb: string, full: string, slash: number, own: number[], used: number) {
          const node = ids.get(this) ?? 0;
          steps.push({ node, what: "enter", rest: full.slice(slash) });
          const result = find.call(this, verb, full, slash, own, used);
          if (result === null) steps.push({ node, what: "back", rest: full.slice(slash) });
          return result;
        },
        route(this: RouterNode, verb: string) {
          const node = ids.get(this) ?? 0;
          const result = ownRoute.call(this, verb);
          // A wildcard is asked without a walk: it takes the rest.
          if (steps.at(-1)?.node !== node) steps.push({ node, what: "enter", rest: "" });
          if (result !== null) steps.push({ node, what: "found", rest: "" });
          return result;
        },
      },
      () => root.find(method, path, 0, marks, 0),
    );
    const params = Object.fromEntries(
      (found?.names ?? []).map((name, index) => [name, path.slice(marks[index * 2], marks[index * 2 + 1])]),
    );
    return { steps, found: found === null ? null : String(found), params };
  }

  return { nodes: nodes as readonly TrieNode[], walk };
}

/** How a walk goes, in sentences. */
export function tellWalk(nodes: readonly TrieNode[], { steps, found, params }: Walk, lang: Lang): string[] {
  const words = trieWords(lang);
  const name = (id: number) => {
    const label = nodes[id]?.label ?? "";
    return label === "/" ? words.root : words.named(label);
  };
  const told = steps.map(({ node, what, rest }) => {
    if (what !== "enter") return words[what](name(node));
    return rest === "" ? words.ends(name(node)) : words.enters(name(node), rest);
  });
  const values = Object.entries(params).map(([key, value]) => `${key} = ${value}`);
  return [...told, found === null ? words.miss : [found, ...values].join(", ")];
}

export { drawTrie };
