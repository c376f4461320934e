/**
 * What a router and its groups share about hooks: those of single routes, and whether the app has started.
 * After the start no hook can be added: it would count for some requests and not for others.
 */

import type { HookSet } from "../hook/hook.ts";
import type { HookedEndpoint } from "./hooked-endpoint.ts";
import { RouteError } from "./route-error.ts";

export class HookBook {
  readonly #byRoute = new Map<string, HookSet[]>();
  readonly #routes = new Map<string, HookedEndpoint>();
  readonly #misses: HookedEndpoint[] = [];
  #state: "open" | "sealing" | "sealed" = "open";

  /** Errors: RouteError once the app has started. */
  checkOpen(what: string): void {
    if (this.#state === "open") return;
    throw new RouteError(`${what}: the app has started; declare routes and hooks before that`);
  }

  addHooks(method: string, path: string, hooks: readonly HookSet[]): void {
    const key = `${method} ${path}`;
    this.#byRoute.set(key, [...this.of(method, path), ...hooks]);
  }

  addRoute(method: string, path: string, endpoint: HookedEndpoint): void {
    this.#routes.set(`${method} ${path}`, endpoint);
  }

  /** What answers where no route does has hooks too, and starts with the app. */
  addMiss(endpoint: HookedEndpoint): void {
    this.#misses.push(endpoint);
  }

  /** The hooks of one route. */
  of(method: string, path: string): readonly HookSet[] {
    return this.#byRoute.get(`${method} ${path}`) ?? [];
  }

  /**
   * The start of the app: finds the hooks of every route.
   * Errors: RouteError when hooks were added to a route that does not exist: a guard that guards nothing.
   */
  seal(): void {
    // A router may be mounted inside itself: the seal that is under way is enough.
    if (this.#state !== "open") return;
    this.#state = "sealing";
    try {
      this.#resolveAll();
      this.#state = "sealed";
    } finally {
      if (this.#state === "sealing") this.#state = "open";
    }
  }

  #resolveAll(): void {
    for (const key of this.#byRoute.keys()) {
      if (!this.#routes.has(key)) throw new RouteError(`hooks were added to "${key}", which is no route`);
    }
    for (const endpoint of [...this.#routes.values(), ...this.#misses]) endpoint.resolve();
  }
}
