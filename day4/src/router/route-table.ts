/**
 * All routes of an app: registers them in the trie, finds the one for a request, and asks it. Router and,
 * later, its groups put routes in; nothing else does. It is complete when the app starts, and lives as long.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { checkOptions } from "../guard/check-options.ts";
import { flag, type RulesFor } from "../guard/rule.ts";
import type { HttpError } from "../http/http-error.ts";
import type { Response } from "../http/response.ts";
import { canonicalPath, isPlain } from "./canonical-path.ts";
import { type Miss, type MissKind, MissList, otherSlash } from "./miss.ts";
import { decodedParams, plainParams, refuseDots } from "./params.ts";
import { ANY, COMMON, type Route, type RouteMatch } from "./route.ts";
import { type RouteInfo, routesOf } from "./route-list.ts";
import { RouteError } from "./route-path.ts";
import { RouterNode } from "./router-node.ts";
import { TextMap } from "./segment-map.ts";

export interface RouterOptions {
  /**
   * What to do with `/user/` where there is only `/user`, and the other way round. Default: false, it is 404.
   * With true it is a 308 to the path that is there: method and body stay the same.
   */
  readonly redirectSlash?: boolean;
}

export const routerRules: RulesFor<RouterOptions> = { redirectSlash: flag };

export class RouteTable implements Endpoint {
  /** Where every walk begins. It grows with each route and never shrinks. */
  readonly root = new RouterNode();
  /**
   * Where routes without names end, by the whole path. Static comes first in every segment, so what is found
   * here is what the walk through the trie would find, at the cost of one look.
   */
  readonly #statics = new TextMap<RouterNode>();
  /** In the order of registration. */
  readonly #routes: Route[] = [];
  /** By the path as it was declared; which of its methods does not matter. For `url`. */
  readonly #byPath = new Map<string, Route>();
  /** What answers where no route does. The router puts the plain answer in before anything else. */
  readonly #misses = new MissList();
  /** The program's object, checked: what it says is read at each miss. */
  readonly #options: RouterOptions;
  /** Where the values of the walk under way begin and end. One list for all: no walk waits for anything. */
  readonly #marks: number[] = [];
  /** Whether a route has static text with a percent sign in its canonical form. */
  #hasEncoded = false;
  /** What it is at: to list, or to prepare. Empty but while one of them works. */
  readonly #underWay = new Set<string>();

  /** Errors: TypeError for an option that cannot be. */
  constructor(options: RouterOptions = {}) {
    checkOptions("", options, routerRules);
    this.#options = options;
  }

  /** The path of the route that is declared as `path`. Errors: RouteError when there is none; as `url` of a route. */
  url(path: string, params: Readonly<Record<string, string | undefined>> = {}): string {
    const route = this.#byPath.get(path);
    if (route === undefined) throw new RouteError(`url of "${path}": there is no such route`);
    return route.url(params);
  }

  /** In the order of registration; in the place of an app inside, the routes that it tells of. */
  list(): RouteInfo[] {
    return this.#once<RouteInfo[]>("list", [], () => this.#routes.flatMap((route) => this.#behind(route)));
  }

  /** The start of the app: tells every endpoint. Errors: what an endpoint throws. */
  prepare(): void {
    this.#once("prepare", undefined, () => {
      // Several routes may have one endpoint, which starts once.
      const endpoints = [...this.#routes.map((route) => route.endpoint), ...this.#misses.endpoints];
      for (const endpoint of new Set(endpoints)) endpoint.prepare?.();
    });
  }

  /** Adds all of `routes` or none. Errors: RouteError when another route matches the same requests. */
  add(...routes: readonly Route[]): void {
    for (const route of routes) {
      const other = this.root.occupant(route);
      if (other !== null) throw new RouteError(`route "${route}" matches the same requests as "${other}"`);
    }
    // From here on nothing can fail: a table is never half changed.
    for (const route of routes) {
      const end = this.root.insert(route);
      const { path } = route.plainMatch;
      if (route.captures === 0 && this.#statics.get(path) === null) this.#statics.add(path, end);
      if (route.segments.some((segment) => segment.kind === "static" && segment.text.includes("%")))
        this.#hasEncoded = true;
      this.#routes.push(route);
      this.#byPath.set(route.path, route);
    }
  }

  /** `endpoint` answers misses of that kind below `prefix`. Errors: RouteError when another one does. */
  addMiss(kind: MissKind, prefix: string, endpoint: Endpoint): void {
    this.#misses.add(kind, prefix, endpoint);
  }

  /**
   * The route for `method` and `path`, with its params; or why there is none. `original` is the path before a prefix
   * was taken off: what a client must be sent to.
   */
  find(method: string, path: string, original: string = path): RouteMatch | Miss {
    try {
      // The keys are canonical: what equals one needs no second look.
      const still = this.#statics.get(path)?.route(method) ?? null;
      if (still !== null) return still.plainMatch;
      // RFC 3986 §6.2.2. A `[` is no other than `%5B`, which matters only where a route has such a character.
      if (path.includes("%") || (this.#hasEncoded && !isPlain(path)))
        return this.#findEncoded(method, canonicalPath(path), original);
      // As `#walk`, written out: this line runs for most requests.
      const route = path[0] === "/" ? this.root.find(method, path, 0, this.#marks, 0) : null;
      if (route === null) return this.#explain(method, canonicalPath(path), original);
      return { route, path, params: plainParams(route, path, this.#marks) };
    } catch (error) {
      // The path has a dot segment, or a percent sign that encodes nothing: params.ts throws no other.
      return { route: null, path: canonicalPath(path), allow: [], location: null, error: error as HttpError };
    }
  }

  /** Looks `c` up once, and asks what that has found. */
  call(c: AppContext): Response | Promise<Response> {
    const found = this.find(c.method, c.path, c.originalPath);
    // Asked before anything is built: a level that is off costs nothing.
    if (c.log.isLevelEnabled("debug")) tell(found, c);
    c.path = found.path;
    if (found.route === null) return this.#misses.answer(found, c);
    c.params = found.params;
    return found.route.endpoint.call(c);
  }

  /** Away from `find`, which V8 compiles to less code without it. */
  #findEncoded(method: string, path: string, original: string): RouteMatch | Miss {
    const route = this.#walk(method, path);
    if (route === null) return this.#explain(method, path, original);
    return { route, path, params: decodedParams(route, path, this.#marks) };
  }

  /** `path` is canonical. A target such as `*`, which asks for no path (RFC 9112 §3.2.4), is on no way. */
  #walk(method: string, path: string): Route | null {
    return path[0] === "/" ? this.root.find(method, path, 0, this.#marks, 0) : null;
  }

  /** Why no route answers. Errors: HttpError 400 when the path has a dot segment; as `decodedParams`. */
  #explain(method: string, path: string, original: string): Miss {
    refuseDots(path);
    const allow = this.#allow(path);
    const other = this.#options.redirectSlash === true && allow.length === 0 ? otherSlash(path) : null;
    const route = other === null ? null : this.#walk(method, other);
    // A client that would get 400 there gets it here.
    if (route !== null) decodedParams(route, other as string, this.#marks);
    return { route: null, path, allow, location: route && otherSlash(original), error: null };
  }

  /** The methods that `path` has, sorted, HEAD and OPTIONS included; none for an unknown path. */
  #allow(path: string): string[] {
    const methods = new Set<string>();
    // RFC 9110 §9.3.7: `OPTIONS *` asks about the server, so about all that there is.
    if (path === "*") for (const route of this.#routes) methods.add(route.method);
    else if (path.startsWith("/")) this.root.collectMethods(path, 0, methods);
    if (methods.size === 0) return [];
    // What the router answers by itself: HEAD through GET, and OPTIONS with this very list.
    if (methods.has("GET")) methods.add("HEAD");
    methods.add("OPTIONS");
    if (methods.delete(ANY)) for (const method of COMMON) methods.add(method);
    return [...methods].sort();
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
}

/** Every look-up at trace; at debug the request, and what was chosen. `c` has still the path that was looked up. */
function tell(found: RouteMatch | Miss, c: AppContext): void {
  const { log, method, path, req } = c;
  // Names only: in the values of fields and queries stand secrets. Once, and not in each router behind a prefix.
  const names = { query: [...c.query.keys()], fields: [...req.headers].map(([name]) => name) };
  if (path === c.originalPath)
    log.debug({ method, path, version: req.version, remote: req.peer.remoteAddress, ...names }, "request");
  if (log.isLevelEnabled("trace")) log.trace({ method, path }, "route looked up");
  if (found.route === null) return;
  const values = Object.keys(found.params).length > 0 && { params: { ...found.params } };
  log.debug({ path, ...values, route: String(found.route) }, "route chosen");
}
