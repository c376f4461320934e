/**
 * Routes that share a prefix and hooks. A group writes into the route table of its router, so a route of a
 * group costs no more to find than any other. Groups may be nested, and their paths keep their types.
 */

import { type App, type Endpoint, toEndpoint } from "../endpoint/endpoint.ts";
import { type Hook, toHookSet } from "../hook/hook.ts";
import { HookPlan } from "../hook/hook-plan.ts";
import { checkPrefix, type JoinPath, joinPath } from "./join-path.ts";
import { MissEndpoint, type MissKind } from "./miss-endpoint.ts";
import { NestedEndpoint } from "./nested-endpoint.ts";
import type { PathParams, UrlParams } from "./path-params.ts";
import { ANY, Route } from "./route.ts";
import { RouteError } from "./route-error.ts";
import { checkMethod } from "./route-method.ts";
import { parseRoutePath, type Segment } from "./route-path.ts";
import type { RouteTable } from "./route-table.ts";

/** What answers a route: a handler that knows the names in the path, or any Endpoint. */
export type RouteHandler<Path extends string> = App<PathParams<Path>>;

export class RouterGroup<Prefix extends string> {
  readonly prefix: Prefix;
  /** Shared by a router and all its groups. */
  protected readonly table: RouteTable;

  /** The hooks of this prefix: shared by all groups that have it. */
  readonly #plan: HookPlan;

  /** For `group` and Router. `prefix` has been checked. */
  constructor(table: RouteTable, prefix: Prefix, plan?: HookPlan) {
    this.table = table;
    this.prefix = prefix;
    this.#plan = plan ?? new HookPlan(RouteError);
    // What no route matches passes the global hooks too: an access log must see a 404.
    if (plan !== undefined) return;
    const fallback = this.#plan.wrap(table.fallback);
    this.#plan.keep(fallback);
    table.fallback = fallback;
  }

  get<Path extends string>(path: Path, handler: RouteHandler<JoinPath<Prefix, Path>>): this {
    return this.on("GET", path, handler);
  }

  post<Path extends string>(path: Path, handler: RouteHandler<JoinPath<Prefix, Path>>): this {
    return this.on("POST", path, handler);
  }

  put<Path extends string>(path: Path, handler: RouteHandler<JoinPath<Prefix, Path>>): this {
    return this.on("PUT", path, handler);
  }

  patch<Path extends string>(path: Path, handler: RouteHandler<JoinPath<Prefix, Path>>): this {
    return this.on("PATCH", path, handler);
  }

  delete<Path extends string>(path: Path, handler: RouteHandler<JoinPath<Prefix, Path>>): this {
    return this.on("DELETE", path, handler);
  }

  head<Path extends string>(path: Path, handler: RouteHandler<JoinPath<Prefix, Path>>): this {
    return this.on("HEAD", path, handler);
  }

  options<Path extends string>(path: Path, handler: RouteHandler<JoinPath<Prefix, Path>>): this {
    return this.on("OPTIONS", path, handler);
  }

  /** Every method for which the path has no route of its own. */
  any<Path extends string>(path: Path, handler: RouteHandler<JoinPath<Prefix, Path>>): this {
    return this.on(ANY, path, handler);
  }

  /** The same as `any`, in poem's words: at this path there is that endpoint. */
  at<Path extends string>(path: Path, handler: RouteHandler<JoinPath<Prefix, Path>>): this {
    return this.on(ANY, path, handler);
  }

  /** Any other method, by name. Errors: RouteError when the path is malformed or taken. */
  on<Path extends string>(method: string, path: Path, handler: RouteHandler<JoinPath<Prefix, Path>>): this {
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

  /**
   * The group at `path` below this one; asked for twice, both have the same hooks. `build`, if given, is called
   * with it. Errors: RouteError for a bad prefix.
   */
  group<Path extends string>(
    path: Path,
    build?: (group: RouterGroup<JoinPath<Prefix, Path>>) => void,
  ): RouterGroup<JoinPath<Prefix, Path>> {
    checkPrefix(path);
    const group = new RouterGroup(
      this.table,
      joinPath(this.prefix, path),
      this.#plan.below(parseRoutePath(path).map(segmentKey)),
    );
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
    return this.#add(ANY, [prefix, `${prefix}/*nested_path`], nested);
  }

  /**
   * Hooks for every route that is declared on a group with this prefix, or inside of one, before or after. A route
   * that is declared elsewhere does not run them, whatever its path. Errors: RouteError, too late.
   */
  hooks(...hooks: Hook<PathParams<Prefix>>[]): this {
    this.#plan.checkOpen(`hooks of group "${this.prefix}"`);
    this.#plan.add(hooks.map(toHookSet));
    return this;
  }

  /** Hooks for one route of this group. Errors: RouteError, too late; at the start, when there is no such route. */
  addHooks<Path extends string>(
    path: Path,
    method: string,
    ...hooks: Hook<PathParams<JoinPath<Prefix, Path>>>[]
  ): this {
    this.#plan.checkOpen(`hooks of route "${method} ${path}"`);
    checkMethod(method, path);
    this.#plan.addTo(`${method} ${joinPath(this.prefix, path)}`, hooks.map(toHookSet));
    return this;
  }

  /** All of `paths` or none. */
  #add(method: string, paths: readonly string[], inner: Endpoint): this {
    const endpoints = paths.map((path) => this.#plan.wrap(inner, [`${method} ${path}`]));
    const routes = endpoints.map((endpoint, i) => new Route(method, paths[i] as string, endpoint));
    this.#plan.checkOpen(`route "${routes[0]}"`);
    this.table.add(...routes);
    for (const endpoint of endpoints) this.#plan.keep(endpoint);
    return this;
  }

  #onMiss(kind: MissKind, handler: App<PathParams<Prefix>>): this {
    this.#plan.checkOpen(`${kind} of group "${this.prefix}"`);
    const endpoint = this.#plan.wrap(new MissEndpoint(kind, toEndpoint(handler), this.table));
    this.table.addMiss(kind, this.prefix, endpoint);
    this.#plan.keep(endpoint);
    return this;
  }
}

/** What tells a segment of a prefix from others: its text in the canonical form, or the name of the param. */
function segmentKey(segment: Segment): string {
  return segment.kind === "static" ? `/${segment.text}` : `:${segment.name}`;
}
