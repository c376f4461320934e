/**
 * Hooks by what they do, in poem's words: for `with`, and wherever else a hook fits. Each is one of the three functions
 * of a HookSet, or a Middleware; `around` stands beside them in `ray`.
 */

import type { AppContext, NoParams } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { intoResponse, type Reply } from "../endpoint/into-response.ts";
import { Response } from "../http/response.ts";
import { isThenable } from "../sync/when.ts";
import type { HookFunction, HookReply, HookSet } from "./hook.ts";

/** Looks at a request before the handler does; an answer ends its way. */
export function before<Params = NoParams>(look: HookFunction<Params>): HookSet<Params> {
  return { onRequest: look };
}

/** Looks at every answer, those to errors too; a response that it returns takes the answer's place. */
export function after<Params = NoParams>(
  look: (c: AppContext<Params>, response: Response) => HookReply | PromiseLike<HookReply>,
): HookSet<Params> {
  return { onResponse: look };
}

/** What answers an error, whatever it is; without a reply it goes on outwards. */
type Answers<Params, Caught> = (c: AppContext<Params>, error: Caught) => Reply | PromiseLike<Reply>;

/** Answers errors of one class, or all of them. */
export function catchError<Params = NoParams>(answer: Answers<Params, unknown>): HookSet<Params>;
export function catchError<Caught, Params = NoParams>(
  kind: abstract new (...args: never[]) => Caught,
  answer: Answers<Params, Caught>,
): HookSet<Params>;
export function catchError<Params>(...args: readonly [...kind: unknown[], answer: unknown]): HookSet<Params> {
  const answer = args.at(-1) as Answers<Params, unknown>;
  if (args.length === 1) return { onError: answer };
  const kind = args[0] as abstract new () => unknown;
  return { onError: (c, error) => (error instanceof kind ? answer(c, error) : undefined) };
}

/**
 * Makes another answer of the one from further in: anything that a handler may return. Nothing means the answer as it
 * is, or as `map` has changed it. Errors pass by.
 */
export function mapToResponse<Params = NoParams>(
  map: (c: AppContext<Params>, answer: Response) => Reply | PromiseLike<Reply>,
): HookSet<Params> {
  // The place of a hook has the names that its type wants.
  return { transform: (inner) => new Mapped(inner, map as (c: AppContext, answer: Response) => Reply) };
}

/** Lives as long as the app: it keeps nothing of a request. */
class Mapped implements Endpoint {
  readonly #inner: Endpoint;
  readonly #map: (c: AppContext, answer: Response) => Reply;

  constructor(inner: Endpoint, map: (c: AppContext, answer: Response) => Reply) {
    this.#inner = inner;
    this.#map = map;
  }

  prepare(): void {
    this.#inner.prepare?.();
  }

  call(c: AppContext): Response | Promise<Response> {
    const answer = this.#inner.call(c);
    return answer instanceof Response ? this.#reply(c, answer) : answer.then((late) => this.#reply(c, late));
  }

  #reply(c: AppContext, answer: Response): Response | Promise<Response> {
    const reply = this.#map(c, answer);
    if (isThenable(reply)) return Promise.resolve(reply).then((late) => intoResponse(late as Reply, c));
    return intoResponse(reply, c);
  }
}
