/**
 * `endpoint(app).with(…)`: any app with hooks and middlewares around it, as an endpoint again. After poem's
 * EndpointExt. `with` is a method: no function can have that name, and a chain reads in the order of the wrapping. What
 * it takes are values, so that one `before(…)` or `new Log()` fits an endpoint, a route, a group and a router, and knows
 * the names of that place. Methods would have to stand on all of these, and a handler, a function, can have none.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import { type App, type Endpoint, toEndpoint } from "../endpoint/endpoint.ts";
import { Response } from "../http/response.ts";
import { type Hook, type HookSet, toHookSet } from "./hook.ts";
import { HookChain } from "./hook-chain.ts";
import { MiddlewareHook } from "./middleware.ts";

/** `app` as an endpoint that can be wrapped. Errors: TypeError when it is none. */
export function endpoint(app: App): WrappedEndpoint {
  return new WrappedEndpoint(toEndpoint(app), []);
}

/** Made by the program, never changed: each `with` makes another one, so one may be the heart of several. */
export class WrappedEndpoint implements Endpoint {
  readonly #inner: Endpoint;
  /** The outermost first. */
  readonly #hooks: readonly HookSet[];
  /** All in one, from the outermost inwards: what is asked, and what the start is told to. Null before the start. */
  #folded: readonly [Endpoint, ...Endpoint[]] | null = null;

  /** For `endpoint`, and for what wraps several endpoints alike. */
  constructor(inner: Endpoint, hooks: readonly HookSet[]) {
    this.#inner = inner;
    this.#hooks = hooks;
  }

  /**
   * One more around all that is here: the last one is the outermost. Middlewares alone hand an error on to whatever
   * stands further out; where other hooks are among them, it is answered in here, as by a router with hooks.
   * Errors: TypeError for what is no hook.
   */
  with(hook: Hook): WrappedEndpoint {
    return new WrappedEndpoint(this.#inner, [toHookSet(hook), ...this.#hooks]);
  }

  /** The start, of what is inside, too, whether or not a middleware hands it on. Errors: what one of them throws. */
  prepare(): void {
    this.#inner.prepare?.();
    for (const each of this.#fold()) each.prepare?.();
  }

  /** Those of an app inside: see routesOf. */
  routes(): unknown {
    return "routes" in this.#inner && typeof this.#inner.routes === "function" ? this.#inner.routes() : null;
  }

  /** The drawing of a router inside; "" where there is none. */
  print(): string {
    return "print" in this.#inner && typeof this.#inner.print === "function" ? this.#inner.print() : "";
  }

  call(c: AppContext): Response | Promise<Response> {
    return (this.#folded ?? this.#fold())[0].call(c);
  }

  /** Errors: what a `transform` throws; then the next start tries again. */
  #fold(): readonly [Endpoint, ...Endpoint[]] {
    this.#folded ??= fold(this.#hooks, this.#inner);
    return this.#folded;
  }
}

/** `inner` with `hooks` around it, in all its layers, the outermost first. Without hooks that is `inner` alone. */
function fold(hooks: readonly HookSet[], inner: Endpoint): readonly [Endpoint, ...Endpoint[]] {
  let layers: readonly [Endpoint, ...Endpoint[]] = [inner];
  const middlewares = hooks.filter((hook) => hook instanceof MiddlewareHook);
  if (middlewares.length < hooks.length) {
    for (const each of middlewares) each.prepare();
    return [new HookChain(hooks, inner)];
  }
  // Middlewares alone: one in the other, as poem has it, and a request makes no object on its way through them.
  for (const each of middlewares.reverse()) layers = [each.transform(new Own(layers[0])), ...layers];
  return layers;
}

/** What a middleware is given: its answer may be changed, so it is the context's own and never one that is shared. */
class Own implements Endpoint {
  readonly #inner: Endpoint;

  constructor(inner: Endpoint) {
    this.#inner = inner;
  }

  prepare(): void {
    this.#inner.prepare?.();
  }

  call(c: AppContext): Response | Promise<Response> {
    const answer = this.#inner.call(c);
    return answer instanceof Response ? c.adopt(answer) : answer.then((late) => c.adopt(late));
  }
}
