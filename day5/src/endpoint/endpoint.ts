/**
 * What answers a request. A handler, a router and a wrapped endpoint are all Endpoints, so whatever takes
 * one takes them all. After poem's trait of the same name.
 */

import { Response } from "../http/response.ts";
import { isThenable } from "../sync/when.ts";
import type { AppContext, NoParams } from "./app-context.ts";
import { errorAnswer, finish } from "./header-rule.ts";
import { intoResponse, type Reply } from "./into-response.ts";

export interface Endpoint {
  /**
   * The answer to `c`. An `async call` fits; one that needs no waiting may return the response itself,
   * which spares the promise. Errors: anything; `getResponse` turns it into an answer.
   */
  call(c: AppContext): Response | Promise<Response>;

  /**
   * The start: `listen` calls it before it binds, so what is wrong with an app is told there and not by the first
   * request. An endpoint that wraps another hands it on. It may be called again. Errors: anything; `listen` rejects.
   */
  prepare?(): void;
}

/** A function from the context to anything that can become a response. */
export type Handler<Params = NoParams> = (c: AppContext<Params>) => Reply | Promise<Reply>;

/** Anything that knows what answers for it: a type of the program's own need not be an Endpoint itself. */
export interface IntoEndpoint<Params = NoParams> {
  /** A property and no method, so that the compiler looks at the names which that app wants. */
  readonly intoEndpoint: () => App<Params>;
}

/**
 * What answers: a handler, an Endpoint, or what can be made one. To the compiler every function is an Endpoint, since
 * it has a `call`: without `apply?: never` a handler could want any names.
 */
export type App<Params = NoParams> =
  | Handler<Params>
  | (Endpoint & { readonly apply?: never })
  | (IntoEndpoint<Params> & { readonly apply?: never });

/** A handler as an Endpoint. */
export class HandlerEndpoint implements Endpoint {
  readonly #handler: Handler;

  constructor(handler: Handler) {
    this.#handler = handler;
  }

  call(c: AppContext): Response | Promise<Response> {
    const reply = this.#handler(c);
    // HOT: how most handlers answer. It costs no look at what else a reply may be.
    if (reply instanceof Response) return reply;
    // Not only promises: query builders and the like are thenables too.
    if (isThenable(reply)) return Promise.resolve(reply).then((value) => intoResponse(value, c));
    return intoResponse(reply, c);
  }
}

/** What `listen`, `inject` and routers make of what a program hands them. Errors: TypeError when it is neither. */
export function toEndpoint<Params>(app: App<Params>): Endpoint {
  // The one cast between typed and untyped parameters: the router fills in what the path promises.
  if (typeof app === "function") return new HandlerEndpoint(app as Handler);
  if (typeof app === "object" && app !== null) {
    if ("call" in app && typeof app.call === "function") return app;
    if ("intoEndpoint" in app && typeof app.intoEndpoint === "function")
      return toEndpoint(app.intoEndpoint());
  }
  throw new TypeError("a handler must be a function, or an object with a call method");
}

/** Asks `endpoint` and never fails: an error becomes the answer that it stands for. The server asks this way. */
export function getResponse(endpoint: Endpoint, c: AppContext): Response | Promise<Response> {
  try {
    const response = endpoint.call(c);
    return response instanceof Response ? finish(response, c) : finishLater(response, c);
  } catch (error) {
    return errorAnswer(error, c);
  }
}

async function finishLater(pending: Promise<Response>, c: AppContext): Promise<Response> {
  try {
    return finish(await pending, c);
  } catch (error) {
    return errorAnswer(error, c);
  }
}
