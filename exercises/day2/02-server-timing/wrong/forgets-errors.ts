/**
 * Misunderstanding: an answer is what the inner endpoint returns. What it throws becomes one, too, further out.
 * Killed by: "I4: the answer to an error is the same as before, and says how long it took"
 */

import type { AppContext, Endpoint, Response } from "../../../../day2/src/index.ts";

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** Errors: TypeError when `name` is no token. */
export function timed(name: string, inner: Endpoint, now: () => number = () => performance.now()): Endpoint {
  if (!TOKEN.test(name)) throw new TypeError(`timed: ${JSON.stringify(name)} is no token, such as "db"`);
  return {
    prepare: () => inner.prepare?.(),
    async call(c: AppContext): Promise<Response> {
      const begun = now();
      const response = await inner.call(c);
      c.header("server-timing", `${name};dur=${(now() - begun).toFixed(1)}`);
      return response;
    },
  };
}
