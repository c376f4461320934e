/**
 * A value that is there for all requests: the pool of a database, what the program was configured with. A handler finds
 * it as it finds what a hook has set, by its key: `c.state.get(db)`. For a server it is an option, for a router or a
 * group a hook. Each request that passes notes it once more, which is cheaper than any look-up that it spares.
 */

import type { Rule } from "../guard/rule.ts";
import type { Response } from "../http/response.ts";
import type { AppContext } from "./app-context.ts";
import type { Endpoint } from "./endpoint.ts";
import type { StateKey } from "./state.ts";

/** A key and its value: a hook, and an entry of the option `state`. Held by the server or router that provides it. */
export class Provided {
  readonly onRequest: (c: Pick<AppContext, "state">) => void;

  constructor(onRequest: (c: Pick<AppContext, "state">) => void) {
    this.onRequest = onRequest;
  }
}

/** `value` under `key`. What a hook further in sets under the same key takes its place. */
export function provide<Value>(key: StateKey<Value>, value: Value): Provided {
  return new Provided((c) => c.state.set(key, value));
}

/** For the option. One object for each value: a list of pairs would not say whether each value fits its key. */
export const providedRule: Rule = {
  allowed: "a list of what provide(key, value) gives",
  accepts: (value) => Array.isArray(value) && value.every((each) => each instanceof Provided),
};

/** `inner` for requests that have all of `values`, before anything else looks at them. */
export class ProvidingEndpoint implements Endpoint {
  /** In the order of the program; of two under one key the later one stays. */
  readonly #values: readonly Provided[];
  readonly #inner: Endpoint;

  constructor(values: readonly Provided[], inner: Endpoint) {
    this.#values = values;
    this.#inner = inner;
  }

  call(c: AppContext): Response | Promise<Response> {
    for (const { onRequest } of this.#values) onRequest(c);
    return this.#inner.call(c);
  }
}
