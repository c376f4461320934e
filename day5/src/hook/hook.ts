/**
 * What runs around handlers: for every request (`router.hooks`), for a group (`group.hooks`) or for one route
 * (`router.addHooks`, or in the call that declares it). A hook is a function that runs before the handler, a set of
 * three functions, one that stands around everything further in (see `around`), or a Middleware, which does so as
 * an endpoint.
 */

import type { AppContext, NoParams } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { IntoResponse, Reply } from "../endpoint/into-response.ts";
import type { Response } from "../http/response.ts";
import { type Middleware, MiddlewareHook } from "./middleware.ts";

/** An answer, or nothing: then the request goes on. Calling `c.string(…)` and its like is an answer too. */
export type HookReply = Response | globalThis.Response | IntoResponse | undefined | void;

/** The rest of the way: the hooks further in, and the handler. It can be called once. */
export type Next = () => Promise<Response>;

/** What `around` takes. */
export type AroundFunction<Params = NoParams> = (
  c: AppContext<Params>,
  next: Next,
) => HookReply | PromiseLike<HookReply>;

/**
 * Made by the program, once, and shared by all requests: what belongs to one request goes into its context.
 * Properties and not methods: so the compiler refuses a set that wants names which the path does not have.
 */
export interface HookSet<Params = NoParams> {
  /** On the way in, outermost first. An answer ends the chain: no further hook and no handler runs. */
  readonly onRequest?: HookFunction<Params>;
  /** On the way out, innermost first, for every answer: also for errors. A response it returns takes its place. */
  readonly onResponse?: (c: AppContext<Params>, response: Response) => HookReply | PromiseLike<HookReply>;
  /** When something threw, innermost first. The first reply is the answer; without one it is a plain error. */
  readonly onError?: (c: AppContext<Params>, error: unknown) => Reply | PromiseLike<Reply>;
  /** Stands alone: what it could do before, after and at an error it does in one function. See `around`. */
  readonly around?: AroundFunction<Params>;
  /** Stands alone, too. See Middleware. */
  readonly transform?: (endpoint: Endpoint) => Endpoint;
}

export type HookFunction<Params = NoParams> = (c: AppContext<Params>) => HookReply | PromiseLike<HookReply>;

export type Hook<Params = NoParams> = HookFunction<Params> | HookSet<Params>;

/**
 * A hook that holds the rest of the way in its hands: `around(async (c, next) => …)`. It may answer without asking
 * `next`, look at what `next` gives, put another response in its place, and catch what it rejects with, which is every
 * error that no hook further in has answered. A function that returns nothing means the answer of `next`.
 * It costs a promise for each request, which `onRequest` and `onResponse` do not.
 */
export function around<Params = NoParams>(ask: AroundFunction<Params>): HookSet<Params> {
  return { around: ask };
}

const POINTS = ["onRequest", "onResponse", "onError"];

/** Errors: TypeError for anything that is no hook: a spelling mistake must not switch a guard off. */
export function toHookSet<Params>(hook: Hook<Params>): HookSet {
  // As with handlers, the router fills in the params that the type promises.
  if (typeof hook === "function") return { onRequest: hook as HookFunction };
  if (typeof hook !== "object" || hook === null)
    throw new TypeError(`a hook is a function, or an object with ${POINTS.join(", ")}`);
  if (typeof hook.transform === "function") return toMiddlewareHook(hook);
  const entries = Object.entries(hook);
  for (const [name, value] of entries) {
    if (!POINTS.includes(name) && name !== "around")
      throw new TypeError(`a hook has ${POINTS.join(", ")}, but no "${name}"`);
    if (typeof value !== "function") throw new TypeError(`the ${name} of a hook must be a function`);
    // Which of them would come first? The code of one function says it, two properties do not.
    if (name === "around" && entries.length > 1)
      throw new TypeError("a hook with around has nothing beside it: declare two hooks");
  }
  return hook as HookSet;
}

/** Most are objects of a class, which may have any fields beside. */
function toMiddlewareHook(hook: object): MiddlewareHook {
  if (hook instanceof MiddlewareHook) return hook;
  for (const name of [...POINTS, "around"])
    if (name in hook)
      throw new TypeError(`a middleware has no "${name}" beside transform: declare two hooks`);
  return new MiddlewareHook(hook as Middleware);
}
