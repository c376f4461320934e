/**
 * An endpoint behind a prefix that it does not know: while it works, the context's path has the prefix
 * taken off. Made by `nest`. So a whole app can be mounted inside another.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { Response } from "../http/response.ts";
import { joinPath } from "./join-path.ts";
import { ANY } from "./route.ts";
import { type RouteInfo, routesOf } from "./route-info.ts";

export class NestedEndpoint implements Endpoint {
  readonly #inner: Endpoint;
  readonly #prefix: string;
  /** How many segments the prefix has. */
  readonly #segments: number;

  constructor(prefix: string, inner: Endpoint) {
    this.#inner = inner;
    this.#prefix = prefix;
    this.#segments = prefix.split("/").length - 1;
  }

  prepare(): void {
    this.#inner.prepare?.();
  }

  /** The routes inside, seen from outside. null: what is inside tells of none. */
  routes(): readonly RouteInfo[] | null {
    return routesOf(this.#inner)?.map((route) => behind(this.#prefix, route)) ?? null;
  }

  async call(c: AppContext): Promise<Response> {
    const { path, params } = c;
    // The prefix may hold params, so what is cut off is counted in segments and not in characters.
    const rest = path.split("/").slice(this.#segments + 1);
    c.path = `/${rest.join("/")}`;
    try {
      return await this.#inner.call(c);
    } finally {
      c.path = path;
      c.params = params;
    }
  }
}

function behind(prefix: string, route: RouteInfo): RouteInfo {
  const path = joinPath(prefix, route.path);
  const { method, names } = route;
  return { method, path, names, toString: () => `${method === ANY ? "ANY" : method} ${path}` };
}
