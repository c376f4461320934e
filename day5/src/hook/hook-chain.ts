/**
 * An endpoint with its hooks around it, outermost first: in through `onRequest`, out through `onResponse`.
 * HOT: it runs for each request, so it waits only where a hook returned something to wait for.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import { type Endpoint, isThenable } from "../endpoint/endpoint.ts";
import { dropAnswer, errorAnswer } from "../endpoint/header-rule.ts";
import { intoResponse } from "../endpoint/into-response.ts";
import { Response } from "../http/response.ts";
import type { HookReply, HookSet } from "./hook.ts";

export class HookChain implements Endpoint {
  readonly #hooks: readonly HookSet[];
  readonly #inner: Endpoint;

  constructor(hooks: readonly HookSet[], inner: Endpoint) {
    this.#hooks = hooks;
    this.#inner = inner;
  }

  call(c: AppContext): Response | Promise<Response> {
    return this.#enter(c, 0);
  }

  /** Asks the hooks from `next` on, then the handler. */
  #enter(c: AppContext, next: number): Response | Promise<Response> {
    let entered = next;
    try {
      while (entered < this.#hooks.length) {
        const reply = (this.#hooks[entered++] as HookSet).onRequest?.(c);
        if (isThenable(reply)) return this.#wait(c, entered, reply);
        const answer = toAnswer(reply, c);
        if (answer !== null) return this.#leave(c, answer, entered);
      }
      const response = this.#inner.call(c);
      if (response instanceof Response) return this.#leave(c, response, entered);
      return this.#awaitInner(c, entered, response);
    } catch (error) {
      return this.#recover(c, error, entered);
    }
  }

  async #awaitInner(c: AppContext, entered: number, pending: PromiseLike<Response>): Promise<Response> {
    let response: Response;
    try {
      response = await pending;
    } catch (error) {
      return this.#recover(c, error, entered);
    }
    return this.#leave(c, response, entered);
  }

  /** A hook takes its time. */
  async #wait(c: AppContext, entered: number, pending: PromiseLike<HookReply>): Promise<Response> {
    let answer: Response | null;
    try {
      answer = toAnswer(await pending, c);
    } catch (error) {
      return this.#recover(c, error, entered);
    }
    return answer === null ? this.#enter(c, entered) : this.#leave(c, answer, entered);
  }

  /** Shows the answer to the `entered` hooks that have seen the request, the last one first. */
  #leave(c: AppContext, answer: Response, entered: number): Response | Promise<Response> {
    let response = answer;
    for (let i = entered - 1; i >= 0; i--) {
      const hook = this.#hooks[i] as HookSet;
      if (hook.onResponse === undefined) continue;
      try {
        // The hook may change what it is shown: never a Response that somebody else has made.
        response = c.adopt(response);
        const reply = hook.onResponse(c, response);
        if (isThenable(reply)) return this.#waitOut(c, response, i, reply);
        response = toReplacement(reply, c) ?? response;
      } catch (error) {
        response = errorAnswer(error, c);
      }
    }
    return response;
  }

  async #waitOut(
    c: AppContext,
    response: Response,
    left: number,
    pending: PromiseLike<HookReply>,
  ): Promise<Response> {
    let next: Response;
    try {
      next = toReplacement(await pending, c) ?? response;
    } catch (error) {
      next = errorAnswer(error, c);
    }
    return this.#leave(c, next, left);
  }

  /** Something threw. What was built of an answer is dropped; the hooks that were entered may make one. */
  async #recover(c: AppContext, thrown: unknown, entered: number): Promise<Response> {
    let error = thrown;
    for (let i = entered - 1; i >= 0; i--) {
      const hook = this.#hooks[i] as HookSet;
      if (hook.onError === undefined) continue;
      dropAnswer(c);
      try {
        const reply = await hook.onError(c, error);
        if (reply !== undefined || c.isAnswered) return this.#leave(c, intoResponse(reply, c), entered);
      } catch (another) {
        // The hook may have thrown a better error on purpose: it takes the place of the first.
        error = another;
      }
    }
    return this.#leave(c, errorAnswer(error, c), entered);
  }
}

/** What a hook said on the way in; null: go on. */
function toAnswer(reply: HookReply, c: AppContext): Response | null {
  if (reply === undefined) return c.isAnswered ? c.response : null;
  return toReplacement(reply, c);
}

/** Errors: TypeError for a reply that is no response: `(c) => count++` must not become the answer "7". */
function toReplacement(reply: HookReply, c: AppContext): Response | null {
  if (reply === undefined) return null;
  const isResponse = reply instanceof Response || reply instanceof globalThis.Response;
  if (isResponse || (typeof reply === "object" && reply !== null && "intoResponse" in reply)) {
    return intoResponse(reply, c);
  }
  throw new TypeError(
    `a hook returned a value of type ${typeof reply}; return a response, such as c.string(…), or nothing`,
  );
}
