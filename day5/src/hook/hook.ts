/**
 * What runs around handlers: for every request (`router.hooks`), for a group (`group.hooks`) or for one
 * route (`router.addHooks`). A hook is a function that runs before the handler, or a set of three.
 */

import type { AppContext, NoParams } from "../endpoint/app-context.ts";
import type { IntoResponse, Reply } from "../endpoint/into-response.ts";
import type { Response } from "../http/response.ts";

/** An answer, or nothing: then the request goes on. Calling `c.string(…)` and its like is an answer too. */
export type HookReply = Response | globalThis.Response | IntoResponse | undefined | void;

/** Properties and not methods: so the compiler refuses a set that wants names which the path does not have. */
export interface HookSet<Params = NoParams> {
  /** On the way in, outermost first. An answer ends the chain: no further hook and no handler runs. */
  readonly onRequest?: (c: AppContext<Params>) => HookReply | Promise<HookReply>;
  /** On the way out, innermost first, for every answer: also for errors. A response it returns takes its place. */
  readonly onResponse?: (c: AppContext<Params>, response: Response) => HookReply | Promise<HookReply>;
  /** When something threw, innermost first. The first reply is the answer; without one it is a plain error. */
  readonly onError?: (c: AppContext<Params>, error: unknown) => Reply | Promise<Reply>;
}

export type HookFunction<Params = NoParams> = (c: AppContext<Params>) => HookReply | Promise<HookReply>;

export type Hook<Params = NoParams> = HookFunction<Params> | HookSet<Params>;

/** Errors: TypeError for anything that is no hook: a spelling mistake must not switch a guard off. */
export function toHookSet<Params>(hook: Hook<Params>): HookSet {
  // As with handlers, the router fills in the params that the type promises.
  if (typeof hook === "function") return { onRequest: hook as HookFunction };
  const known = ["onRequest", "onResponse", "onError"];
  if (typeof hook !== "object" || hook === null)
    throw new TypeError(`a hook is a function, or an object with ${known.join(", ")}`);
  for (const [name, value] of Object.entries(hook)) {
    if (!known.includes(name)) throw new TypeError(`a hook has ${known.join(", ")}, but no "${name}"`);
    if (typeof value !== "function") throw new TypeError(`the ${name} of a hook must be a function`);
  }
  return hook as HookSet;
}
