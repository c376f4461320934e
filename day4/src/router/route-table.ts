/**
 * All routes of an app: registers them in the trie, finds the one for a request, and asks it. Router and,
 * later, its groups put routes in; nothing else does.
 */

import { checkOptions } from "../guard/check-options.ts";
import { flag, type RulesFor } from "../guard/rule.ts";
import type { AppContext } from "../http/app-context.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { HttpError } from "../http/http-error.ts";
import type { Response } from "../http/response.ts";
import { buildPath } from "./build-path.ts";
import { Fallback, type Miss } from "./fallback.ts";
import type { MissKind } from "./miss-endpoint.ts";
import { otherSlash } from "./other-slash.ts";
import { Params } from "./params.ts";
import { ANY, Route, type RouteMatch } from "./route.ts";
import { RouteError } from "./route-error.ts";
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

/** What `any` adds to Allow: the methods of RFC 9110 §9.3 that a server of resources has, and PATCH. */
const COMMON = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

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

  /** In the order of registration. */
  get routes(): readonly Route[] {
    return this.#routes;
  }

  /** Adds all of `routes` or none. Errors: RouteError when another route matches the same requests. */
  add(...routes: readonly Route[]): void {
    for (const route of routes) {
      const other = this.root.occupant(route);
      if (other !== null) throw new RouteError(`route "${route}" matches the same requests as "${other}"`);
    }
    for (const route of routes) {
      const end = this.root.insert(route);
      const isNew = route.names.length === 0 && this.#statics.get(route.encodedPath) === null;
      if (isNew) this.#statics.add(route.encodedPath, end);
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

  /** Errors: HttpError 400 when the path has a percent sign that encodes nothing. */
  find(method: string, path: string): RouteMatch | null {
    const still = this.#statics.get(path)?.route(method) ?? null;
    if (still !== null) return still.plainMatch;
    const route = path[0] === "/" ? this.root.find(method, path, 0, this.#marks, 0) : null;
    if (route === null) return null;
    return { route, params: paramsOf(route.names, path, this.#marks) };
  }

  /** The methods that `path` has, sorted, HEAD and OPTIONS included; none for an unknown path. */
  allow(path: string): string[] {
    const methods = new Set<string>();
    if (path === "*") for (const route of this.#routes) methods.add(route.method);
    else if (path.startsWith("/")) this.root.collectMethods(path, 0, methods);
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
    c.params = match.params;
    return match.route.endpoint.call(c);
  }

  /** Why no route answers `c`. Errors: as `find`. */
  #explain(c: AppContext): Miss {
    this.find(c.method, c.path);
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

/** What the walk has marked. Split first, decode after: a %2F in a value is part of it and no separator. */
function paramsOf(names: readonly string[], path: string, marks: readonly number[]): Params {
  const isEncoded = path.includes("%");
  const params = new Params();
  for (let i = 0; i < names.length; i++) {
    const value = path.slice(marks[2 * i], marks[2 * i + 1]);
    params[names[i] as string] = isEncoded ? decode(value) : value;
  }
  return params;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    throw new HttpError(400, "the path has a percent sign that encodes nothing", {
      code: "BAD_ENCODING",
      cause,
    });
  }
}
