/**
 * All routes of an app: registers them in the trie, finds the one for a request, and asks it. Router and,
 * later, its groups put routes in; nothing else does.
 */

import type { AppContext } from "../http/app-context.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { HttpError } from "../http/http-error.ts";
import type { Response } from "../http/response.ts";
import { Fallback } from "./fallback.ts";
import { ANY, type Route } from "./route.ts";
import { RouterNode } from "./router-node.ts";

/** A route and what its names stand for in one path, decoded. */
export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The params of every route that has none. */
const NO_PARAMS: Readonly<Record<string, string>> = Object.freeze(Object.create(null));

/** What `any` adds to Allow: the methods of RFC 9110 §9.3 that a server of resources has, and PATCH. */
const COMMON = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

export class RouteTable implements Endpoint {
  readonly #root = new RouterNode();
  /**
   * Where routes without names end, by the whole path. Static comes first in every segment, so what is found
   * here is what the walk through the trie would find, at the cost of one look.
   */
  readonly #statics = new Map<string, RouterNode>();
  readonly #routes: Route[] = [];
  /** Makes what answers when no route does. */
  fallback: (allow: readonly string[], error?: unknown) => Endpoint = (allow, error) =>
    new Fallback(allow, error);

  /** In the order of registration. */
  get routes(): readonly Route[] {
    return this.#routes;
  }

  /** Errors: RouteError when another route matches the same requests. */
  add(route: Route): void {
    const end = this.#root.insert(route);
    if (route.names.length === 0) this.#statics.set(route.encodedPath, end);
    this.#routes.push(route);
  }

  /** Errors: HttpError 400 when the path has a percent sign that encodes nothing. */
  find(method: string, path: string): RouteMatch | null {
    const still = this.#statics.get(path)?.route(method) ?? null;
    if (still !== null) return { route: still, params: NO_PARAMS };
    const values: string[] = [];
    const route = path.startsWith("/") ? this.#root.find(method, path, 0, values) : null;
    if (route === null) return null;
    // Split first, decode after: a %2F in a value is part of it and no separator.
    const params: Record<string, string> = Object.create(null);
    for (let i = 0; i < values.length; i++) params[route.names[i] as string] = decode(values[i] as string);
    return { route, params };
  }

  /** The methods that `path` has, sorted, HEAD and OPTIONS included; none for an unknown path. */
  allow(path: string): string[] {
    const methods = new Set<string>();
    if (path === "*") for (const route of this.#routes) methods.add(route.method);
    else if (path.startsWith("/")) this.#root.collectMethods(path, 0, methods);
    if (methods.size === 0) return [];
    if (methods.has("GET")) methods.add("HEAD");
    methods.add("OPTIONS");
    if (methods.delete(ANY)) for (const method of COMMON) methods.add(method);
    return [...methods].sort();
  }

  call(c: AppContext): Response | Promise<Response> {
    let match: RouteMatch | null;
    try {
      match = this.find(c.method, c.path);
    } catch (error) {
      return this.fallback([], error).call(c);
    }
    if (c.log.isLevelEnabled("trace")) c.log.trace({ method: c.method, path: c.path }, "route looked up");
    if (match === null) return this.fallback(this.allow(c.path)).call(c);
    if (c.log.isLevelEnabled("debug"))
      c.log.debug({ path: c.path, route: String(match.route) }, "route chosen");
    c.params = match.params;
    return match.route.endpoint.call(c);
  }
}

function decode(value: string): string {
  if (!value.includes("%")) return value;
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    throw new HttpError(400, "the path has a percent sign that encodes nothing", {
      code: "BAD_ENCODING",
      cause,
    });
  }
}
