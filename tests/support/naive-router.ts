/**
 * The naive twin of the trie: one regular expression for each route, and all of them asked in turn. It says
 * what the rules say and shares no code with the framework; a seeded fuzz holds the router against it.
 */

interface NaiveRoute {
  readonly method: string;
  readonly path: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** One digit for each segment: 0 static, 1 param, 2 wildcard. The smallest of all that match wins. */
  readonly rank: string;
}

const EVERY_METHOD = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** Another one spelling than the framework's, with the same paths in it: equal is what decodes to the same. */
function spell(path: string): string {
  return path.split("/").map(spellSegment).join("/");
}

function spellSegment(text: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(text));
  } catch {
    return text;
  }
}

function climbs(path: string): boolean {
  return path.split(/\/|%2F/).some((part) => part === "." || part === "..");
}

/** How well a route's method fits, "0" best; null: it does not. */
function methodRank(route: NaiveRoute, method: string): string | null {
  if (route.method === method) return "0";
  if (method === "HEAD" && route.method === "GET") return "1";
  return route.method === "ANY" ? "2" : null;
}

/** What two routes must not have in common: the same text where both are static, and the same kinds. */
function shape(method: string, path: string): string {
  return `${method} ${path.replaceAll(/:\w+/g, ":").replaceAll(/\*\w+/g, "*")}`;
}

export class NaiveRouter {
  readonly #routes: NaiveRoute[] = [];

  /** `method` is a name or "ANY". False: another route matches the same requests, and this one is not taken. */
  add(method: string, path: string): boolean {
    if (this.#routes.some((other) => shape(other.method, other.path) === shape(method, path))) return false;
    const names: string[] = [];
    let rank = "";
    let source = "";
    for (const segment of path.slice(1).split("/")) {
      const kind = { ":": 1, "*": 2 }[segment[0] ?? ""] ?? 0;
      rank += kind;
      if (kind > 0) names.push(segment.slice(1));
      source += `/${["", "([^/]+)", "(.*)"][kind] || spellSegment(segment).replaceAll(/[.*+?^$()|[\]{}\\]/g, "\\$&")}`;
    }
    this.#routes.push({ method, path, pattern: new RegExp(`^${source}$`, "s"), names, rank });
    return true;
  }

  /** The answer in the words of `ask` in told-routes.ts. */
  ask(method: string, sent: string): string {
    const path = spell(sent);
    if (climbs(path)) return "400";
    const matching = this.#routes.filter((route) => route.pattern.test(path));
    const fitting = matching
      .filter((route) => methodRank(route, method) !== null)
      .sort((a, b) => (`${a.rank} ${methodRank(a, method)}` < `${b.rank} ${methodRank(b, method)}` ? -1 : 1));
    const [best] = fitting;
    if (best !== undefined) return answerOf(best, path);
    if (matching.length === 0) return "404";
    return `${method === "OPTIONS" ? 204 : 405} ${allowed(matching)}`;
  }
}

function answerOf(route: NaiveRoute, path: string): string {
  const values = route.pattern.exec(path)?.slice(1) ?? [];
  try {
    const pairs = route.names.map((name, i) => [name, decodeURIComponent(values[i] ?? "")]);
    return `${route.method} ${route.path} ${JSON.stringify(Object.fromEntries(pairs))}`;
  } catch {
    return "400";
  }
}

function allowed(routes: readonly NaiveRoute[]): string {
  const methods = new Set(["OPTIONS"]);
  for (const { method } of routes) {
    if (method === "ANY") for (const each of EVERY_METHOD) methods.add(each);
    else methods.add(method);
    if (method === "GET") methods.add("HEAD");
  }
  return [...methods].sort().join(", ");
}
