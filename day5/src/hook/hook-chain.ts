/**
 * An endpoint with its hooks around it, outermost first: in through `onRequest`, out through `onResponse`. Made by
 * HookPlan when the app starts.
 * HOT: it runs for each request, so it waits only where a hook or the handler returned something to wait for.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { dropAnswer, errorAnswer } from "../endpoint/header-rule.ts";
import { intoResponse } from "../endpoint/into-response.ts";
import { Response } from "../http/response.ts";
import { isThenable } from "../sync/when.ts";
import type { AroundFunction, HookReply, HookSet } from "./hook.ts";
import { toAnswer, toReplacement } from "./hook-reply.ts";
import { MiddlewareHook, WAY, type Way } from "./middleware.ts";

/** Made when the app starts, and never changed: all requests of a route share one, as long as the router lives. */
export class HookChain implements Endpoint {
  /** The outermost first: those of the router, of its groups inwards, of the route. */
  readonly #hooks: readonly HookSet[];
  readonly #inner: Endpoint;

  constructor(hooks: readonly HookSet[], inner: Endpoint) {
    this.#hooks = hooks;
    this.#inner = inner;
  }

  call(c: AppContext): Response | Promise<Response> {
    return new Passage(c, this.#hooks, this.#inner).enter(0);
  }
}

/**
 * One request on its way through the hooks. Made for each by its chain, gone when the answer has left.
 *
 * `floor` stands in its methods for the hooks that are outside of what the caller asks for: 0 on the way of the
 * request; behind an `around` at index i it is i + 1, for what `next` gives has left only the hooks further in.
 */
class Passage implements Way {
  readonly #c: AppContext;
  readonly #hooks: readonly HookSet[];
  readonly #inner: Endpoint;
  /**
   * How many hooks have seen the request and not yet an answer to it: grows on the way in, shrinks on the way out.
   * Wherever the way in ends, at an answer, an error or the handler, it says who is on the way out.
   */
  #entered = 0;
  outer: Way | null = null;
  /** What is further in than this many hooks has been asked for by a middleware. Below 0: none has been met. */
  #asked = -1;

  constructor(c: AppContext, hooks: readonly HookSet[], inner: Endpoint) {
    this.#c = c;
    this.#hooks = hooks;
    this.#inner = inner;
  }

  /** Asks the hooks that have not been asked, then the handler. Rejects only behind an `around`: see `#recover`. */
  enter(floor: number): Response | Promise<Response> {
    try {
      while (this.#entered < this.#hooks.length) {
        const hook = this.#hooks[this.#entered++] as HookSet;
        if (hook.around !== undefined) return this.#surround(hook.around, floor);
        if (hook instanceof MiddlewareHook) return this.#hand(hook, floor);
        const reply = hook.onRequest?.(this.#c);
        if (isThenable(reply)) return this.#goOn(this.#later(reply), floor);
        const answer = toAnswer(reply, this.#c);
        if (answer !== null) return this.#leave(answer, floor);
      }
      const response = this.#inner.call(this.#c);
      // A promise only where the handler has one: most answers are here at once.
      return response instanceof Response ? this.#leave(response, floor) : this.#goOn(response, floor);
    } catch (error) {
      return this.#recover(error, this.#entered, floor);
    }
  }

  /** The slow case of the way in: turns round with the answer once it is there, or goes further in at null. */
  async #goOn(pending: PromiseLike<Response | null>, floor: number): Promise<Response> {
    let answer: Response | null;
    try {
      answer = await pending;
    } catch (error) {
      return this.#recover(error, this.#entered, floor);
    }
    return answer === null ? this.enter(floor) : this.#leave(answer, floor);
  }

  /** What a hook has promised to say. It may still be no answer, and then it is an error as any. */
  async #later(reply: PromiseLike<HookReply>): Promise<Response | null> {
    return toAnswer(await reply, this.#c);
  }

  /**
   * Shows the answer to the hooks that have seen the request, the last one first. An `around` has seen it by itself.
   * A hook that throws makes an error of the answer, which is asked of its own onError and of those further out, as on
   * the way in; they see what comes of it: an access log is never told less than what goes out.
   * Rejects only behind an `around`: see `#recover`.
   */
  #leave(answer: Response, floor: number): Response | Promise<Response> {
    const c = this.#c;
    let response = answer;
    while (this.#entered > floor) {
      const hook = this.#hooks[--this.#entered] as HookSet;
      if (hook.onResponse === undefined) continue;
      try {
        // The hook may change what it is shown: never a Response that the handler keeps, or shares.
        const shown = c.adopt(response);
        const reply = hook.onResponse(c, shown);
        if (isThenable(reply)) {
          const told = Promise.resolve(reply).then((late) => toReplacement(late, c) ?? shown);
          return told.then(
            (next) => this.#leave(next, floor),
            (error) => this.#recover(error, this.#entered + 1, floor),
          );
        }
        response = toReplacement(reply, c) ?? shown;
      } catch (error) {
        return this.#recover(error, this.#entered + 1, floor);
      }
    }
    return response;
  }

  /**
   * Something threw. The hooks below index `from` may make an answer, the innermost first; it leaves past all that have
   * entered. Behind an `around` an error without an answer is that one's next: `#entered` stays as it is, so that
   * where another one further out answers, the hooks in here are shown that answer.
   */
  async #recover(thrown: unknown, from: number, floor: number): Promise<Response> {
    let error = thrown;
    for (let i = from - 1; i >= floor; i--) {
      const hook = this.#hooks[i] as HookSet;
      if (hook.onError === undefined) continue;
      // Half of a page must not leak into the answer to an error.
      dropAnswer(this.#c);
      try {
        const reply = await hook.onError(this.#c, error);
        if (reply !== undefined || this.#c.isAnswered)
          return this.#leave(intoResponse(reply, this.#c), floor);
      } catch (another) {
        // The hook may have thrown a better error on purpose: it takes the place of the first.
        error = another;
      }
    }
    if (floor === 0) return this.#leave(errorAnswer(error, this.#c), floor);
    dropAnswer(this.#c);
    throw error;
  }

  /**
   * Hands the rest of the way to the hook that has just entered. What it throws is asked of the hooks further out,
   * from its own index on; what it answers leaves past them, and past those further in that have had no answer.
   */
  async #surround(ask: AroundFunction, floor: number): Promise<Response> {
    const inside = this.#entered;
    let given: Promise<Response> | null = null;
    const next = (): Promise<Response> => {
      if (given !== null) return Promise.reject(new Error("next() was called twice: a handler runs once"));
      given = this.#rest(inside);
      // One who answers without waiting for it hears of no error, and must not end the process by that.
      given.catch(() => {});
      return given;
    };
    let answer: Response;
    try {
      answer = toReplacement(await ask(this.#c, next), this.#c) ?? (await this.#unsaid(given));
    } catch (error) {
      return this.#recover(error, inside - 1, floor);
    }
    return this.#leave(answer, floor);
  }

  /** As `#surround`, for an endpoint: it waits only where that does. */
  #hand(middleware: MiddlewareHook, floor: number): Response | Promise<Response> {
    const inside = this.#entered;
    try {
      if (this.#asked < 0) this.#stand();
      const answer = middleware.call(this.#c);
      if (answer instanceof Response) return this.#leave(answer, floor);
      return Promise.resolve(answer).then(
        (late) => this.#leave(late, floor),
        (error) => this.#recover(error, inside - 1, floor),
      );
    } catch (error) {
      return this.#recover(error, inside - 1, floor);
    }
  }

  /** From now on a middleware finds this way on the context. */
  #stand(): void {
    const { state } = this.#c;
    this.#asked = 0;
    if (state.has(WAY)) this.outer = state.get(WAY);
    state.set(WAY, this);
  }

  goOn(middleware: MiddlewareHook): Response | Promise<Response> | null {
    const inside = this.#hooks.indexOf(middleware) + 1;
    if (inside === 0) return null;
    // Each is further in than the one before.
    if (inside <= this.#asked) throw new Error("a middleware asked its endpoint twice: a handler runs once");
    this.#asked = inside;
    return this.enter(inside);
  }

  /** What `next` gives: the answer from further in. The hook may change it, so it is the context's own. */
  async #rest(floor: number): Promise<Response> {
    return this.#c.adopt(await this.enter(floor));
  }

  /** An `around` returned nothing: what it has built on the context is the answer, and else what `next` gave. */
  async #unsaid(given: Promise<Response> | null): Promise<Response> {
    // It may have called `next` without waiting for it.
    if (given !== null) await Promise.allSettled([given]);
    if (this.#c.isAnswered) return this.#c.response;
    if (given !== null) return given;
    throw new TypeError("an around hook neither answered nor called next()");
  }
}
