/**
 * Routes that share a prefix. A group writes into the route table of its router, so a route of a group costs
 * no more to find than any other. Groups may be nested, and their paths keep their types.
 */

import { type App, type Endpoint, toEndpoint } from "../endpoint/endpoint.ts";
import { checkPrefix, type JoinedParams, type JoinPath, joinPath } from "./join-path.ts";
import { MissEndpoint, type MissKind, plainMiss } from "./miss.ts";
import { NestedEndpoint } from "./nested-endpoint.ts";
import type { PathParams, UrlParams } from "./params.ts";
import { ANY, Route } from "./route.ts";
import type { RouteTable } from "./route-table.ts";

export class RouterGroup<Prefix extends string> {
  /** In front of every path that is declared here: that of the groups around it, and its own. "" for a router. */
  readonly prefix: Prefix;
  /** Made by the router, held by all its groups: a group is a way to write into it, and has no routes of its own. */
  protected readonly table: RouteTable;

  /** For `group` and Router. `prefix` has been checked; only that of a router is empty. */
  constructor(table: RouteTable, prefix: Prefix) {
    this.table = table;
    this.prefix = prefix;
    if (prefix === "") table.addMiss("plain", "", plainMiss);
  }

  get<Path extends string>(path: Path, handler: App<JoinedParams<Prefix, Path>>): this {
    return this.on("GET", path, handler);
  }

  post<Path extends string>(path: Path, handler: App<JoinedParams<Prefix, Path>>): this {
    return this.on("POST", path, handler);
  }

  put<Path extends string>(path: Path, handler: App<JoinedParams<Prefix, Path>>): this {
    return this.on("PUT", path, handler);
  }

  patch<Path extends string>(path: Path, handler: App<JoinedParams<Prefix, Path>>): this {
    return this.on("PATCH", path, handler);
  }

  delete<Path extends string>(path: Path, handler: App<JoinedParams<Prefix, Path>>): this {
    return this.on("DELETE", path, handler);
  }

  head<Path extends string>(path: Path, handler: App<JoinedParams<Prefix, Path>>): this {
    return this.on("HEAD", path, handler);
  }

  options<Path extends string>(path: Path, handler: App<JoinedParams<Prefix, Path>>): this {
    return this.on("OPTIONS", path, handler);
  }

  /** Every method for which the path has no route of its own. */
  any<Path extends string>(path: Path, handler: App<JoinedParams<Prefix, Path>>): this {
    return this.on(ANY, path, handler);
  }

  /** The same as `any`, in poem's words: at this path there is that endpoint. */
  at<Path extends string>(path: Path, handler: App<JoinedParams<Prefix, Path>>): this {
    return this.on(ANY, path, handler);
  }

  /** Any other method, by name. Errors: RouteError when the path is malformed or taken. */
  on<Path extends string>(method: string, path: Path, handler: App<JoinedParams<Prefix, Path>>): this {
    return this.#add(method, [joinPath(this.prefix, path)], toEndpoint(handler));
  }

  /**
   * Answers what no route below this group's prefix matches; its status is 404 unless it says otherwise. The
   * closest group that has one answers. Errors: RouteError when the prefix has one already.
   */
  notFound(handler: App<PathParams<Prefix>>): this {
    return this.#onMiss("notFound", handler);
  }

  /** Answers a known path with another method: 405, and Allow is set. Else as `notFound`. */
  methodNotAllowed(handler: App<PathParams<Prefix>>): this {
    return this.#onMiss("methodNotAllowed", handler);
  }

  /**
   * The path of a route of this group, such as `url("/ghost/:id", { id })`: encoded, to be put into a link.
   * Errors: RouteError when there is no such route, or a value cannot stand in a path.
   */
  url<Path extends string>(path: Path, ...params: UrlParams<JoinPath<Prefix, Path>>): string {
    return this.table.url(joinPath(this.prefix, path), params[0]);
  }

  /** A group below this one. `build`, if given, is called with it. Errors: RouteError for a bad prefix. */
  group<Path extends string>(
    path: Path,
    build?: (group: RouterGroup<JoinPath<Prefix, Path>>) => void,
  ): RouterGroup<JoinPath<Prefix, Path>> {
    checkPrefix(path);
    // A new group each time, and no list of them: all that one writes is in the table.
    const group = new RouterGroup(this.table, joinPath(this.prefix, path));
    build?.(group);
    return group;
  }

  /**
   * Puts `app` at `path` and everything below it; it sees paths without the prefix. What it does not
   * find is its own 404. Errors: RouteError for a bad prefix, or where a wildcard is taken.
   */
  nest(path: string, app: App): this {
    checkPrefix(path);
    const prefix = joinPath(this.prefix, path);
    const nested = new NestedEndpoint(prefix, toEndpoint(app));
    return this.#add(ANY, [prefix, `${prefix}/*`], nested);
  }

  /** All of `paths` or none. */
  #add(method: string, paths: readonly string[], endpoint: Endpoint): this {
    this.table.add(...paths.map((path) => new Route(method, path, endpoint)));
    return this;
  }

  #onMiss(kind: MissKind, handler: App<PathParams<Prefix>>): this {
    this.table.addMiss(kind, this.prefix, new MissEndpoint(toEndpoint(handler)));
    return this;
  }
}
