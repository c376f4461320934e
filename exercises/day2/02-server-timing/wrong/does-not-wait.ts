/**
 * Misunderstanding: a call has ended when it returns. What it returns is a promise, and the work has just begun.
 * Killed by: "an answer says how long it took, with one digit behind the point"
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
      try {
        // "return await": without it, the finally below would run at once.
        return inner.call(c);
      } finally {
        c.header("server-timing", `${name};dur=${(now() - begun).toFixed(1)}`);
      }
    },
  };
}
