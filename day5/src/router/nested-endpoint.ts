/**
 * An endpoint behind a prefix that it does not know: while it works, the context's path has the prefix
 * taken off. Made by `nest`. So a whole app can be mounted inside another, and one app at several places: what is
 * around a request is on its context, never here.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { Response } from "../http/response.ts";
import { joinPath } from "./join-path.ts";
import { ANY } from "./route.ts";
import { type RouteInfo, routesOf } from "./route-list.ts";

export class NestedEndpoint implements Endpoint {
  /** The app. It is the program's, and may be asked from elsewhere, too. */
  readonly #inner: Endpoint;
  /** With the names of its params, for lists. */
  readonly #prefix: string;
  /** How many segments the prefix has. It may hold params: their values have any length, but their number is known. */
  readonly #segments: number;

  constructor(prefix: string, inner: Endpoint) {
    this.#inner = inner;
    this.#prefix = prefix;
    this.#segments = prefix.split("/").length - 1;
  }

  /** The app inside starts with the one around it. Errors: what it throws. */
  prepare(): void {
    this.#inner.prepare?.();
  }

  /** The routes inside, seen from outside. null: what is inside tells of none. */
  routes(): readonly RouteInfo[] | null {
    return routesOf(this.#inner)?.map((route) => behind(this.#prefix, route)) ?? null;
  }

  /** Waits for nothing that has come: an app inside that answers at once costs no promise more for being inside. */
  call(c: AppContext): Response | Promise<Response> {
    // A context has one path at a time: what is taken off here must be put back before anything further out goes on.
    const { path, params } = c;
    // Whatever asks further out, such as a hook, sees its own path and params again; and sees the error, where one is.
    const restore = () => {
      c.path = path;
      c.params = params;
    };
    c.path = this.#rest(path);
    try {
      const response = this.#inner.call(c);
      if (!(response instanceof Response)) return Promise.resolve(response).finally(restore);
      restore();
      return response;
    } catch (error) {
      restore();
      throw error;
    }
  }

  /** `path` behind the prefix: from the slash that ends it, or the app's own `/` where there is none. */
  #rest(path: string): string {
    let slash = 0;
    for (let i = 0; i < this.#segments && slash >= 0; i++) slash = path.indexOf("/", slash + 1);
    return slash < 0 ? "/" : path.slice(slash);
  }
}

/** `route` as one sees it from outside: what it matches there begins with the prefix. */
function behind(prefix: string, route: RouteInfo): RouteInfo {
  const path = joinPath(prefix, route.path);
  const { method, names } = route;
  return { method, path, names, toString: () => `${method === ANY ? "ANY" : method} ${path}` };
}
