/**
 * Routes by method and path. A Router is an Endpoint: `run` takes it, and so does another router's `at`.
 * Static segments win over `:name`, which wins over `*name`, whatever the order of registration.
 */

import type { AppContext } from "../http/app-context.ts";
import { type App, type Endpoint, toEndpoint } from "../http/endpoint.ts";
import type { Response } from "../http/response.ts";
import type { PathParams } from "./path-params.ts";
import { ANY, Route } from "./route.ts";
import { type RouteMatch, RouteTable } from "./route-table.ts";

/** What answers a route: a handler that knows the names in the path, or any Endpoint. */
export type RouteHandler<Path extends string> = App<PathParams<Path>>;

export class Router implements Endpoint {
  readonly #table = new RouteTable();

  get<Path extends string>(path: Path, handler: RouteHandler<Path>): this {
    return this.on("GET", path, handler);
  }

  post<Path extends string>(path: Path, handler: RouteHandler<Path>): this {
    return this.on("POST", path, handler);
  }

  put<Path extends string>(path: Path, handler: RouteHandler<Path>): this {
    return this.on("PUT", path, handler);
  }

  patch<Path extends string>(path: Path, handler: RouteHandler<Path>): this {
    return this.on("PATCH", path, handler);
  }

  delete<Path extends string>(path: Path, handler: RouteHandler<Path>): this {
    return this.on("DELETE", path, handler);
  }

  head<Path extends string>(path: Path, handler: RouteHandler<Path>): this {
    return this.on("HEAD", path, handler);
  }

  options<Path extends string>(path: Path, handler: RouteHandler<Path>): this {
    return this.on("OPTIONS", path, handler);
  }

  /** Every method for which the path has no route of its own. */
  any<Path extends string>(path: Path, handler: RouteHandler<Path>): this {
    return this.on(ANY, path, handler);
  }

  /** The same as `any`, in poem's words: at this path there is that endpoint. */
  at<Path extends string>(path: Path, handler: RouteHandler<Path>): this {
    return this.on(ANY, path, handler);
  }

  /** Any other method, by name. Errors: RouteError when the path is malformed or taken. */
  on<Path extends string>(method: string, path: Path, handler: RouteHandler<Path>): this {
    this.#table.add(new Route(method, path, toEndpoint(handler)));
    return this;
  }

  /** What a request would meet; null where it would be 404 or 405. Errors: HttpError 400 for bad encoding. */
  getRoute(method: string, path: string): RouteMatch | null {
    return this.#table.find(method, path);
  }

  /** All routes, in the order of registration. */
  routes(): readonly Route[] {
    return this.#table.routes;
  }

  call(c: AppContext): Response | Promise<Response> {
    return this.#table.call(c);
  }
}
