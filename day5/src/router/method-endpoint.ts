/**
 * `get(a).post(b)`: what answers at one path, by method. After poem's RouteMethod. At a path of a router it is taken
 * apart into a route for each method, so 405, Allow, HEAD, OPTIONS and the list of routes are as if they had been
 * written one by one. Anywhere else it answers at every path.
 */

import type { NoParams } from "../endpoint/app-context.ts";
import { type App, type Endpoint, toEndpoint } from "../endpoint/endpoint.ts";
import { type Hook, type HookSet, toHookSet } from "../hook/hook.ts";
import { WrappedEndpoint } from "../hook/wrapped-endpoint.ts";
import { plainMiss } from "./miss.ts";
import { ANY, Route } from "./route.ts";
import { RouteError } from "./route-path.ts";
import { RouteTable } from "./route-table.ts";

/** Made by the program, never changed: each method makes another one. `Params`: the names that its path must have. */
export class MethodEndpoint<Params = NoParams> {
  readonly methods: ReadonlyMap<string, Endpoint>;
  /** Around each of them, the outermost first. */
  readonly hooks: readonly HookSet[];

  /** For `get` and its like. */
  constructor(methods: ReadonlyMap<string, Endpoint>, hooks: readonly HookSet[] = []) {
    this.methods = methods;
    this.hooks = hooks;
  }

  get<More = NoParams>(app: App<More>): MethodEndpoint<Params & More> {
    return this.on("GET", app);
  }

  post<More = NoParams>(app: App<More>): MethodEndpoint<Params & More> {
    return this.on("POST", app);
  }

  put<More = NoParams>(app: App<More>): MethodEndpoint<Params & More> {
    return this.on("PUT", app);
  }

  patch<More = NoParams>(app: App<More>): MethodEndpoint<Params & More> {
    return this.on("PATCH", app);
  }

  delete<More = NoParams>(app: App<More>): MethodEndpoint<Params & More> {
    return this.on("DELETE", app);
  }

  head<More = NoParams>(app: App<More>): MethodEndpoint<Params & More> {
    return this.on("HEAD", app);
  }

  options<More = NoParams>(app: App<More>): MethodEndpoint<Params & More> {
    return this.on("OPTIONS", app);
  }

  /** Every method that has none of its own. */
  any<More = NoParams>(app: App<More>): MethodEndpoint<Params & More> {
    return this.on(ANY, app);
  }

  /** Errors: RouteError when that method has one already; TypeError for what is no handler. */
  on<More = NoParams>(method: string, app: App<More>): MethodEndpoint<Params & More> {
    if (this.methods.has(method)) throw new RouteError(`${method} has a handler here already`);
    return new MethodEndpoint(new Map(this.methods).set(method, toEndpoint(app)), this.hooks);
  }

  /** One more around all that is here, for each method: the last one is the outermost. Errors: TypeError. */
  with(hook: Hook<Params>): MethodEndpoint<Params> {
    return new MethodEndpoint(this.methods, [toHookSet(hook), ...this.hooks]);
  }

  /** For where there is no path: a table with one, at which all requests are. */
  readonly intoEndpoint = (): App<Params> => {
    const table = new RouteTable();
    table.addMiss("plain", "", plainMiss);
    table.add(
      ...[...this.methods].map(
        ([method, inner]) => new Route(method, "/*", new WrappedEndpoint(inner, this.hooks)),
      ),
    );
    return table;
  };
}

/** GET, and HEAD where nothing else answers it; further methods behind it: `get(list).post(add)`. */
export function get<Params = NoParams>(app: App<Params>): MethodEndpoint<Params> {
  return none().get(app);
}

export function post<Params = NoParams>(app: App<Params>): MethodEndpoint<Params> {
  return none().post(app);
}

export function put<Params = NoParams>(app: App<Params>): MethodEndpoint<Params> {
  return none().put(app);
}

export function patch<Params = NoParams>(app: App<Params>): MethodEndpoint<Params> {
  return none().patch(app);
}

/** DELETE: `delete` is a word of the language. */
export function del<Params = NoParams>(app: App<Params>): MethodEndpoint<Params> {
  return none().delete(app);
}

const none = () => new MethodEndpoint<unknown>(new Map());
