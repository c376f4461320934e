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

/** Asks what is further in, for the request that it was made for. */
type Way = () => Response | Promise<Response>;

export class MiddlewareHook {
  readonly #middleware: Middleware;
  /** What `transform` gave. Null before the start. */
  #outer: Endpoint | null = null;
  /** Where the way of a request is kept while its middleware is asked: contexts are all that an endpoint is given. */
  readonly #way = key<Way>("rest of the way");

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
    this.#outer ??= this.transform({ call: (c) => c.state.get(this.#way)() });
    this.#outer.prepare?.();
  }

  /**
   * Asks the middleware, and `way` when it asks for the rest. A router may be mounted inside itself, so it may be at
   * work for this context already: that way has been gone then, and is not needed again. Errors: as the middleware.
   */
  ask(c: AppContext, way: Way): Response | Promise<Response> {
    c.state.set(this.#way, once(c, way));
    return (this.#outer as Endpoint).call(c);
  }
}

/** What `way` gives may be changed by the middleware, so it is the context's own. Errors: an Error the second time. */
function once(c: AppContext, way: Way): Way {
  let isAsked = false;
  return () => {
    if (isAsked) throw new Error("a middleware asked its endpoint twice: a handler runs once");
    isAsked = true;
    const answer = way();
    if (answer instanceof Response) return c.adopt(answer);
    const own = answer.then((late) => c.adopt(late));
    // One that answers without waiting for it hears of no error, and must not end the process by that.
    own.catch(() => {});
    return own;
  };
}
