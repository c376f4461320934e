/**
 * Routes by method and path. A Router is an Endpoint: `run` takes it, and so does another router's `at`.
 * Static segments win over `:name`, which wins over `*name`, whatever the order of registration.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import { type App, type Endpoint, toEndpoint } from "../endpoint/endpoint.ts";
import type { Response } from "../http/response.ts";
import { MissEndpoint, type MissKind } from "./miss-endpoint.ts";
import type { PathParams, UrlParams } from "./path-params.ts";
import { printTrie } from "./print-trie.ts";
import { ANY, Route, type RouteMatch } from "./route.ts";
import type { RouteInfo } from "./route-info.ts";
import { type RouterOptions, RouteTable } from "./route-table.ts";

/** What answers a route: a handler that knows the names in the path, or any Endpoint. */
export type RouteHandler<Path extends string> = App<PathParams<Path>>;

export class Router implements Endpoint {
  readonly #table: RouteTable;

  constructor(options: RouterOptions = {}) {
    this.#table = new RouteTable(options);
  }

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

  /** Answers what no route's path matches; its status is 404 unless it says otherwise. Errors: RouteError, twice. */
  notFound(handler: App): this {
    return this.#onMiss("notFound", handler);
  }

  /** Answers a known path with another method: 405, and Allow is set. Errors: RouteError, twice. */
  methodNotAllowed(handler: App): this {
    return this.#onMiss("methodNotAllowed", handler);
  }

  /**
   * The path of a route, such as `url("/ghost/:id", { id })`: encoded, to be put into a link.
   * Errors: RouteError when there is no such route, or a value cannot stand in a path.
   */
  url<Path extends string>(path: Path, ...params: UrlParams<Path>): string {
    return this.#table.url(path, params[0]);
  }

  /** What a request would meet; null where it would be 404 or 405. Errors: HttpError 400 for bad encoding. */
  getRoute(method: string, path: string): RouteMatch | null {
    return this.#table.find(method, path);
  }

  /** All routes in the order of registration, those of apps inside too where these tell of them. */
  routes(): readonly RouteInfo[] {
    return this.#table.list();
  }

  /** The trie as a drawing. */
  print(): string {
    return printTrie(this.routes());
  }

  /** The app starts: every endpoint in it is told. Errors: what one of them throws. */
  prepare(): void {
    this.#table.prepare();
  }

  call(c: AppContext): Response | Promise<Response> {
    return this.#table.call(c);
  }

  #onMiss(kind: MissKind, handler: App): this {
    this.#table.addMiss(kind, "", new MissEndpoint(kind, toEndpoint(handler), this.#table));
    return this;
  }
}
