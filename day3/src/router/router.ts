/**
 * Routes by method and path. A Router is an Endpoint: `run` takes it, and so does another router's `at`.
 * Static segments win over `:name`, which wins over `*name`, whatever the order of registration.
 */

import { inspect } from "node:util";
import type { AppContext } from "../endpoint/app-context.ts";
import { type App, type Endpoint, toEndpoint } from "../endpoint/endpoint.ts";
import type { Response } from "../http/response.ts";
import { MissEndpoint, type MissKind, plainMiss } from "./miss.ts";
import type { PathParams, UrlParams } from "./params.ts";
import { ANY, Route, type RouteMatch } from "./route.ts";
import { printTrie, type RouteInfo } from "./route-list.ts";
import { type RouterOptions, RouteTable } from "./route-table.ts";

export class Router implements Endpoint {
  /** Its own from the beginning, and never handed out: the program goes through the methods of the router. */
  readonly #table: RouteTable;

  constructor(options: RouterOptions = {}) {
    this.#table = new RouteTable(options);
    this.#table.addMiss("plain", "", plainMiss);
  }

  // The methods have one line each, and not a loop that makes them: so an editor knows them, and their types.
  get<Path extends string>(path: Path, handler: App<PathParams<Path>>): this {
    return this.on("GET", path, handler);
  }

  post<Path extends string>(path: Path, handler: App<PathParams<Path>>): this {
    return this.on("POST", path, handler);
  }

  put<Path extends string>(path: Path, handler: App<PathParams<Path>>): this {
    return this.on("PUT", path, handler);
  }

  patch<Path extends string>(path: Path, handler: App<PathParams<Path>>): this {
    return this.on("PATCH", path, handler);
  }

  delete<Path extends string>(path: Path, handler: App<PathParams<Path>>): this {
    return this.on("DELETE", path, handler);
  }

  head<Path extends string>(path: Path, handler: App<PathParams<Path>>): this {
    return this.on("HEAD", path, handler);
  }

  options<Path extends string>(path: Path, handler: App<PathParams<Path>>): this {
    return this.on("OPTIONS", path, handler);
  }

  /** Every method for which the path has no route of its own. */
  any<Path extends string>(path: Path, handler: App<PathParams<Path>>): this {
    return this.on(ANY, path, handler);
  }

  /** The same as `any`, in poem's words: at this path there is that endpoint. */
  at<Path extends string>(path: Path, handler: App<PathParams<Path>>): this {
    return this.on(ANY, path, handler);
  }

  /**
   * Any other method, by name: PURGE, PROPFIND. Errors: RouteError when the path is malformed or taken, at the line
   * that declares it; TypeError for what cannot answer.
   */
  on<Path extends string>(method: string, path: Path, handler: App<PathParams<Path>>): this {
    this.#table.add(new Route(method, path, toEndpoint(handler)));
    return this;
  }

  /**
   * Answers what no route's path matches; its status is 404 unless it says otherwise. Errors: RouteError when it is
   * given a second time.
   */
  notFound(handler: App): this {
    return this.#onMiss("notFound", handler);
  }

  /** Answers a known path with another method: 405, and Allow is set. Errors: as `notFound`. */
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

  /**
   * What a request would meet; null where it would be 404 or 405. For tests and tools: it asks no handler, and starts
   * nothing. Errors: HttpError 400 for bad encoding, and for a dot segment.
   */
  getRoute(method: string, path: string): RouteMatch | null {
    const found = this.#table.find(method, path);
    if (found.route !== null) return found;
    if (found.error !== null) throw found.error;
    return null;
  }

  /** All routes in the order of registration, which has no part in look-ups; those of apps inside too where these tell of them. */
  routes(): readonly RouteInfo[] {
    return this.#table.list();
  }

  /** The trie as a drawing: a line for each node, ended with a line feed. */
  print(): string {
    return printTrie(this.routes());
  }

  /** What `console.log(router)` shows: the drawing says more than the fields of a table. */
  [inspect.custom](): string {
    return `Router\n${this.print()}`.trimEnd();
  }

  /** The app starts: every endpoint in it is told. Errors: what one of them throws. */
  prepare(): void {
    this.#table.prepare();
  }

  /** For the server, and for whatever else asks an Endpoint. Errors: HttpError 404, 405, 400; as the endpoint found. */
  call(c: AppContext): Response | Promise<Response> {
    return this.#table.call(c);
  }

  #onMiss(kind: MissKind, handler: App): this {
    this.#table.addMiss(kind, "", new MissEndpoint(toEndpoint(handler)));
    return this;
  }
}
