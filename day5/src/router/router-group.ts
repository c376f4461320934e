/**
 * Routes that share a prefix and hooks. A group writes into the route table of its router, so a route of a
 * group costs no more to find than any other. Groups may be nested, and their paths keep their types.
 */

import { type App, type Endpoint, toEndpoint } from "../endpoint/endpoint.ts";
import { provide } from "../endpoint/provide.ts";
import type { StateKey } from "../endpoint/state.ts";
import { type Hook, type HookSet, toHookSet } from "../hook/hook.ts";
import { HookPlan } from "../hook/hook-plan.ts";
import { HookedMiss } from "./hooked-miss.ts";
import { checkPrefix, type JoinedParams, type JoinPath, joinPath } from "./join-path.ts";
import { MethodEndpoint } from "./method-endpoint.ts";
import { MissEndpoint, type MissKind } from "./miss.ts";
import { NestedEndpoint } from "./nested-endpoint.ts";
import type { PathParams, UrlParams } from "./params.ts";
import { ANY, checkMethod, Route } from "./route.ts";
import { parseRoutePath, RouteError, type Segment } from "./route-path.ts";
import type { RouteTable } from "./route-table.ts";

/** What stands behind the path of a route: the hooks of this one route, and last what answers it. */
export type RouteChain<Params> = [...hooks: Hook<Params>[], handler: App<Params>];

export class RouterGroup<Prefix extends string> {
  /** In front of every path that is declared here: that of the groups around it, and its own. "" for a router. */
  readonly prefix: Prefix;
  /** Made by the router, held by all its groups: a group is a way to write into it, and has no routes of its own. */
  protected readonly table: RouteTable;

  /** The hooks of this prefix: shared by all groups that have it, and complete when the app starts. */
  readonly #plan: HookPlan;

  /** For `group` and Router, which has no `plan` yet: it makes the first. `prefix` has been checked. */
  constructor(table: RouteTable, prefix: Prefix, plan?: HookPlan) {
    this.table = table;
    this.prefix = prefix;
    this.#plan = plan ?? new HookPlan(RouteError);
    if (plan !== undefined) return;
    table.addMiss("plain", "", new HookedMiss(this.#plan));
  }

  get<Path extends string>(path: Path, ...chain: RouteChain<JoinedParams<Prefix, Path>>): this {
    return this.on("GET", path, ...chain);
  }

  post<Path extends string>(path: Path, ...chain: RouteChain<JoinedParams<Prefix, Path>>): this {
    return this.on("POST", path, ...chain);
  }

  put<Path extends string>(path: Path, ...chain: RouteChain<JoinedParams<Prefix, Path>>): this {
    return this.on("PUT", path, ...chain);
  }

  patch<Path extends string>(path: Path, ...chain: RouteChain<JoinedParams<Prefix, Path>>): this {
    return this.on("PATCH", path, ...chain);
  }

  delete<Path extends string>(path: Path, ...chain: RouteChain<JoinedParams<Prefix, Path>>): this {
    return this.on("DELETE", path, ...chain);
  }

  head<Path extends string>(path: Path, ...chain: RouteChain<JoinedParams<Prefix, Path>>): this {
    return this.on("HEAD", path, ...chain);
  }

  options<Path extends string>(path: Path, ...chain: RouteChain<JoinedParams<Prefix, Path>>): this {
    return this.on("OPTIONS", path, ...chain);
  }

  /** Every method for which the path has no route of its own. */
  any<Path extends string>(path: Path, ...chain: RouteChain<JoinedParams<Prefix, Path>>): this {
    return this.on(ANY, path, ...chain);
  }

  /** The same as `any`, in poem's words: at this path there is that endpoint, or `get(list).post(add)`. */
  at<Path extends string>(path: Path, ...chain: RouteChain<JoinedParams<Prefix, Path>>): this {
    return this.on(ANY, path, ...chain);
  }

  /**
   * Any other method, by name. Hooks in front of the handler are for this route alone, and closest to it.
   * Errors: RouteError when the path is malformed or taken; TypeError for what is no hook, or no handler.
   */
  on<Path extends string>(
    method: string,
    path: Path,
    ...chain: RouteChain<JoinedParams<Prefix, Path>>
  ): this {
    const hooks = (chain.slice(0, -1) as Hook[]).map(toHookSet);
    const app = chain.at(-1);
    if (app instanceof MethodEndpoint && method === ANY)
      return this.#add([...app.methods], [joinPath(this.prefix, path)], [...hooks, ...app.hooks]);
    return this.#add([[method, toEndpoint(app as App)]], [joinPath(this.prefix, path)], hooks);
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
    // A new group each time, and no list of them: all that one writes is in the table.
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
    return this.#add([[ANY, new NestedEndpoint(prefix, toEndpoint(app))]], [prefix, `${prefix}/*`]);
  }

  /**
   * Hooks for every route that is declared on a group with this prefix, or inside of one, before or after. A route
   * that is declared elsewhere does not run them, whatever its path. Errors: RouteError when the app has started.
   */
  hooks(...hooks: Hook<PathParams<Prefix>>[]): this {
    this.#plan.checkOpen(`hooks of group "${this.prefix}"`);
    this.#plan.add(hooks.map(toHookSet));
    return this;
  }

  /**
   * A value for all requests that pass this prefix: `c.state.get(key)` gives it. It is a hook, in its order with the
   * others. Errors: as `hooks`.
   */
  provide<Value>(key: StateKey<Value>, value: Value): this {
    return this.hooks(provide(key, value));
  }

  /**
   * In poem's words, one more around all that is here, such as a Middleware: it stands outside of the hooks of this
   * prefix, those that come later too, and the last one is the outermost. What must look at a request before a router
   * has found its route is put around the router: `endpoint(router).with(…)`. Errors: as `hooks`.
   */
  with(hook: Hook<PathParams<Prefix>>): this {
    this.#plan.checkOpen(`with(…) of group "${this.prefix}"`);
    this.#plan.addOutside(toHookSet(hook));
    return this;
  }

  /**
   * Hooks for one route of this group. With `"*"` in the place of the method they are for every method of the path, as
   * `on("*", …)` is, and stand outside of those for a single one. For a path where `nest` has put an app, that is for
   * all of the app. Errors: RouteError when the app has started; at the start, when there is no such route.
   */
  addHooks<Path extends string>(
    method: string,
    path: Path,
    ...hooks: Hook<JoinedParams<Prefix, Path>>[]
  ): this {
    checkMethod(method, path);
    this.#plan.checkOpen(`hooks of route "${method} ${path}"`);
    this.#plan.addTo(routeKey(method, joinPath(this.prefix, path)), hooks.map(toHookSet));
    return this;
  }

  /**
   * All of them at all of `paths`, or none. For hooks all of them are one place, the first: a guard for the path of a nested app must
   * stand before all of that app. Hooks for every method are further out than those for one, as a group's are further
   * out than a route's: what is more general comes first.
   */
  #add(
    endpoints: readonly (readonly [method: string, inner: Endpoint])[],
    paths: readonly [string, ...string[]],
    own: readonly HookSet[] = [],
  ): this {
    const added = endpoints.map(([method, inner]) => {
      const keys = new Set([ANY, method].map((each) => routeKey(each, paths[0])));
      const endpoint = this.#plan.wrap(inner, [...keys], own);
      return { endpoint, routes: paths.map((path) => new Route(method, path, endpoint)) };
    });
    const routes = added.flatMap((each) => each.routes);
    this.#plan.checkOpen(`route "${routes[0]}"`);
    // First the table: what it refuses is no route for hooks either.
    this.table.add(...routes);
    for (const { endpoint } of added) this.#plan.keep(endpoint);
    return this;
  }

  #onMiss(kind: MissKind, handler: App<PathParams<Prefix>>): this {
    this.#plan.checkOpen(`${kind} of group "${this.prefix}"`);
    const endpoint = this.#plan.wrap(new MissEndpoint(toEndpoint(handler)));
    this.table.addMiss(kind, this.prefix, endpoint);
    this.#plan.keep(endpoint);
    return this;
  }
}

/** The name of a route in the plan. */
function routeKey(method: string, path: string): string {
  return `${method} ${path}`;
}

/** What tells a segment of a prefix from others: its text in the canonical form, or the name of the param. */
function segmentKey(segment: Segment): string {
  return segment.kind === "static" ? `/${segment.text}` : `:${segment.name}`;
}
