/**
 * Measures an endpoint, and tells the client by Server-Timing. It counts until the answer is known, not until it is out.
 */

import type { AppContext, Endpoint, Response } from "../../../day2/src/index.ts";

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** Errors: TypeError when `name` is no token. */
export function timed(name: string, inner: Endpoint, now: () => number = () => performance.now()): Endpoint {
  if (!TOKEN.test(name)) throw new TypeError(`timed: ${JSON.stringify(name)} is no token, such as "db"`);
  return {
    prepare: () => inner.prepare?.(),
    async call(c: AppContext): Promise<Response> {
      const begun = now();
      try {
        // "return await": without it, the finally below would run at once.
        return await inner.call(c);
      } finally {
        c.header("server-timing", `${name};dur=${(now() - begun).toFixed(1)}`);
      }
    },
  };
}
