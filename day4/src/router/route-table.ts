/**
 * All routes of an app: registers them in the trie, finds the one for a request, and asks it. Router and,
 * later, its groups put routes in; nothing else does.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { checkOptions } from "../guard/check-options.ts";
import { flag, type RulesFor } from "../guard/rule.ts";
import type { Response } from "../http/response.ts";
import { buildPath } from "./build-path.ts";
import { canonicalPath, isPlain } from "./canonical-path.ts";
import { Fallback, type Miss } from "./fallback.ts";
import type { MissKind } from "./miss-endpoint.ts";
import { otherSlash } from "./other-slash.ts";
import { decodedParams, plainParams, refuseDots } from "./params.ts";
import { ANY, Route, type RouteMatch } from "./route.ts";
import { RouteError } from "./route-error.ts";
import { type RouteInfo, routesOf } from "./route-info.ts";
import { COMMON } from "./route-method.ts";
import { RouterNode } from "./router-node.ts";
import { TextMap } from "./text-map.ts";

export interface RouterOptions {
  /**
   * What to do with `/user/` where there is only `/user`, and the other way round. Default: false, it is 404.
   * With true it is a 308 to the path that is there: method and body stay the same.
   */
  readonly redirectSlash?: boolean;
}

export const routerRules: RulesFor<RouterOptions> = { redirectSlash: flag };
export class RouteTable implements Endpoint {
  readonly root = new RouterNode();
  /**
   * Where routes without names end, by the whole path. Static comes first in every segment, so what is found
   * here is what the walk through the trie would find, at the cost of one look.
   */
  readonly #statics = new TextMap<RouterNode>();
  readonly #routes: Route[] = [];
  /** By the path as it was declared; which of its methods does not matter. For `url`. */
  readonly #byPath = new Map<string, Route>();
  readonly #options: RouterOptions;
  /** Where the values of the walk under way begin and end. One list for all: no walk waits for anything. */
  readonly #marks: number[] = [];
  /** Whether a route has static text with a percent sign in its canonical form. */
  #hasEncoded = false;
  /** What it is at: to list, or to prepare. */
  readonly #underWay = new Set<string>();
  /** The app's own answers to misses, as routes: the closest prefix wins. null: there are none. */
  #misses: RouteTable | null = null;
  /** Answers when nothing else does. */
  fallback: Endpoint = new Fallback((c) => this.#explain(c));

  /** Errors: TypeError for an option that cannot be. */
  constructor(options: RouterOptions = {}) {
    checkOptions("", options, routerRules);
    this.#options = options;
  }

  /** The path of the route that is declared as `path`. Errors: RouteError when there is none; as `buildPath`. */
  url(path: string, params: Readonly<Record<string, string | undefined>> = {}): string {
    const route = this.#byPath.get(path);
    if (route === undefined) throw new RouteError(`url of "${path}": there is no such route`);
    return buildPath(route, params);
  }

  /** In the order of registration; in the place of an app inside, the routes that it tells of. */
  list(): RouteInfo[] {
    return this.#once<RouteInfo[]>("list", [], () => this.#routes.flatMap((route) => this.#behind(route)));
  }

  /** The start of the app: tells every endpoint. Errors: what an endpoint throws. */
  prepare(): void {
    this.#once("prepare", undefined, () => {
      for (const endpoint of new Set(this.#routes.map((route) => route.endpoint))) endpoint.prepare?.();
      this.#misses?.prepare();
      this.fallback.prepare?.();
    });
  }

  /** Adds all of `routes` or none. Errors: RouteError when another route matches the same requests. */
  add(...routes: readonly Route[]): void {
    for (const route of routes) {
      const other = this.root.occupant(route);
      if (other !== null) throw new RouteError(`route "${route}" matches the same requests as "${other}"`);
    }
    for (const route of routes) {
      const end = this.root.insert(route);
      const { path } = route.plainMatch;
      if (route.names.length === 0 && this.#statics.get(path) === null) this.#statics.add(path, end);
      if (route.segments.some((segment) => segment.kind === "static" && segment.text.includes("%")))
        this.#hasEncoded = true;
      this.#routes.push(route);
      this.#byPath.set(route.path, route);
    }
  }

  /** `endpoint` answers misses of that kind below `prefix`. Errors: RouteError when another one does. */
  addMiss(kind: MissKind, prefix: string, endpoint: Endpoint): void {
    this.#misses ??= new RouteTable();
    const paths = prefix === "" ? ["/*missed_path"] : [prefix, `${prefix}/*missed_path`];
    this.#misses.add(...paths.map((path) => new Route(kind, path, endpoint)));
  }

  /** Errors: HttpError 400 when the path has a dot segment, or a percent sign that encodes nothing. */
  find(method: string, path: string): RouteMatch | null {
    // The keys are canonical: what equals one needs no second look.
    const still = this.#statics.get(path)?.route(method) ?? null;
    if (still !== null) return still.plainMatch;
    // RFC 3986 §6.2.2. A `[` is no other than `%5B`, which matters only where a route has such a character.
    if (path.includes("%") || (this.#hasEncoded && !isPlain(path))) return this.#findEncoded(method, path);
    // As `#walk`, written out: this line runs for most requests.
    const route = path[0] === "/" ? this.root.find(method, path, 0, this.#marks, 0) : null;
    if (route === null) return null;
    return { route, path, params: plainParams(route, path, this.#marks) };
  }

  /** Away from `find`, which V8 compiles to less code without it. */
  #findEncoded(method: string, sent: string): RouteMatch | null {
    const path = canonicalPath(sent);
    const route = this.#walk(method, path);
    return route && { route, path, params: decodedParams(route, path, this.#marks) };
  }

  /** The methods that `path` has, sorted, HEAD and OPTIONS included; none for an unknown path. */
  allow(path: string): string[] {
    const methods = new Set<string>();
    if (path === "*") for (const route of this.#routes) methods.add(route.method);
    else if (path.startsWith("/")) this.root.collectMethods(canonicalPath(path), 0, methods);
    if (methods.size === 0) return [];
    if (methods.has("GET")) methods.add("HEAD");
    methods.add("OPTIONS");
    if (methods.delete(ANY)) for (const method of COMMON) methods.add(method);
    return [...methods].sort();
  }

  call(c: AppContext): Response | Promise<Response> {
    let match: RouteMatch | null;
    try {
      match = this.find(c.method, c.path) ?? this.#findMiss(c);
    } catch {
      // The fallback looks once more, and throws where the global hooks can see it.
      match = null;
    }
    if (c.log.isLevelEnabled("trace")) c.log.trace({ method: c.method, path: c.path }, "route looked up");
    if (match === null) return this.fallback.call(c);
    if (c.log.isLevelEnabled("debug"))
      c.log.debug({ path: c.path, route: String(match.route) }, "route chosen");
    c.path = match.path;
    c.params = match.params;
    return match.route.endpoint.call(c);
  }

  #walk(method: string, path: string): Route | null {
    return path[0] === "/" ? this.root.find(method, path, 0, this.#marks, 0) : null;
  }

  /** What to list for `route`: of an app inside, only what this route hands on to it and no closer one takes. */
  #behind(route: Route): readonly RouteInfo[] {
    const inner = routesOf(route.endpoint);
    if (inner === null) return [route];
    return inner.filter(({ method, path }) => this.#walk(method, canonicalPath(path)) === route);
  }

  /** `work`; and `inside` where it comes back here, since a router may be mounted inside itself. */
  #once<Value>(what: string, inside: Value, work: () => Value): Value {
    if (this.#underWay.has(what)) return inside;
    this.#underWay.add(what);
    try {
      return work();
    } finally {
      this.#underWay.delete(what);
    }
  }

  /** Why no route answers `c`. Errors: as `find`. */
  #explain(c: AppContext): Miss {
    c.path = canonicalPath(c.path);
    this.find(c.method, c.path);
    refuseDots(c.path);
    const allow = this.allow(c.path);
    const other = this.#options.redirectSlash === true && allow.length === 0 ? otherSlash(c.path) : null;
    if (other === null || this.find(c.method, other) === null) return { allow, location: null };
    return { allow, location: otherSlash(c.originalPath) };
  }

  /** The app's own answer to a miss. OPTIONS of a known path, and a redirect, are no misses to it. */
  #findMiss(c: AppContext): RouteMatch | null {
    if (this.#misses === null) return null;
    const { allow, location } = this.#explain(c);
    if (location !== null || (allow.length > 0 && c.method === "OPTIONS")) return null;
    const kind: MissKind = allow.length === 0 ? "notFound" : "methodNotAllowed";
    return this.#misses.find(kind, c.path);
  }
}
