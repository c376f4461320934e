/**
 * What a hook may return beside nothing, as an answer. Asked by HookChain where a hook has returned something, and on
 * the way out.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import { intoResponse } from "../endpoint/into-response.ts";
import { Response } from "../http/response.ts";
import type { HookReply } from "./hook.ts";

/** Errors: TypeError for a reply that is no response: `(c) => count++` must not become the answer "7". */
export function toReplacement(reply: HookReply, c: AppContext): Response | null {
  if (reply === undefined) return null;
  const isResponse = reply instanceof Response || reply instanceof globalThis.Response;
  if (isResponse || (typeof reply === "object" && reply !== null && "intoResponse" in reply)) {
    return intoResponse(reply, c);
  }
  throw new TypeError(
    `a hook returned a value of type ${typeof reply}; return a response, such as c.string(…), or nothing`,
  );
}

/**
 * What a hook said on the way in; null: go on. One that calls `c.string(…)` and returns nothing has answered too: a guard
 * without a `return` must not let the request pass.
 */
export function toAnswer(reply: HookReply, c: AppContext): Response | null {
  if (reply === undefined) return c.isAnswered ? c.response : null;
  return toReplacement(reply, c);
}
