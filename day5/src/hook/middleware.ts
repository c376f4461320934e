/**
 * What a Middleware is, and one in its place among hooks. It is asked to transform once, with an endpoint that stands
 * for the rest of the way, whichever that is: so what it has made, with its counters and its locks, is one for the
 * whole router or group. Made by toHookSet, started by HookPlan, asked by HookChain; WrappedEndpoint puts it straight
 * around an endpoint where there are no other hooks.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import { type App, type Endpoint, toEndpoint } from "../endpoint/endpoint.ts";
import { key } from "../endpoint/state.ts";
import { Response } from "../http/response.ts";

/**
 * After poem's trait: makes an endpoint that stands around another one. It fits wherever a hook does. Where it waits
 * for nothing it costs no promise, which `around` does.
 */
export interface Middleware {
  /**
   * Asked once, when the app starts. `endpoint` is what is further in; for a router or a group, whichever of its
   * handlers a request has met. It is asked with the context that the middleware got, at most once for a request, and
   * throws or rejects with what no hook further in has answered. Errors: anything; `listen` rejects.
   */
  transform(endpoint: Endpoint): Endpoint;
}

/** One request on its way through the hooks of a chain, as far as a middleware needs it. HookChain has the one kind. */
export interface Way {
  /** That of the chain around this one, for the same context: routers stand inside of routers. */
  readonly outer: Way | null;
  /** Asks what is further in than `middleware`, which stands on this way; null: it does not. Errors: as the hooks. */
  goOn(middleware: MiddlewareHook): Response | Promise<Response> | null;
}

/** The innermost way that has come to a middleware. A context is all that an endpoint is given, so it stands there. */
export const WAY = key<Way>("the way through the hooks");

export class MiddlewareHook {
  readonly #middleware: Middleware;
  /** What `transform` gave. Null before the start. */
  #outer: Endpoint | null = null;

  constructor(middleware: Middleware) {
    this.#middleware = middleware;
  }

  /** `endpoint` inside the middleware. Errors: what it throws; TypeError when it gives no endpoint. */
  transform(endpoint: Endpoint): Endpoint {
    // To the compiler a function is an Endpoint, so one that gives a handler must be understood.
    return toEndpoint(this.#middleware.transform(endpoint) as App);
  }

  /** The start. Errors: as `transform`, and what the endpoint throws that it gives. */
  prepare(): void {
    this.#outer ??= this.transform({ call: (c) => rest(this, c) });
    this.#outer.prepare?.();
  }

  /** Asks the middleware; the start has been. Errors: as it. */
  call(c: AppContext): Response | Promise<Response> {
    return (this.#outer as Endpoint).call(c);
  }
}

/**
 * What is further in than `middleware`. Its answer may be changed by the middleware, so it is the context's own. It may
 * have asked another app before, which has left its own way on the context: so it is looked for outwards.
 */
function rest(middleware: MiddlewareHook, c: AppContext): Response | Promise<Response> {
  for (let way: Way | null = c.state.get(WAY); way !== null; way = way.outer) {
    const answer = way.goOn(middleware);
    if (answer instanceof Response) return c.adopt(answer);
    if (answer === null) continue;
    const own = answer.then((late) => c.adopt(late));
    // One that answers without waiting for it hears of no error, and must not end the process by that.
    own.catch(() => {});
    return own;
  }
  throw new Error("a middleware asked its endpoint with a context that has not come to it");
}
