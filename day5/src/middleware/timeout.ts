/**
 * A shorter time for the handlers of a route or a group than that of the whole server: `group.hooks(timeout(2_000))`. A
 * handler that is late is told by `c.signal`, and its client by a 503. A handler cannot be stopped from outside: one that
 * does not listen works on, and what it answers then is let go of.
 */

import { around, type HookSet, HttpError, type Next, type Response } from "../index.ts";

/**
 * `ms` from the moment at which this hook is reached, so what stands outside of it is not counted. Errors: RangeError
 * for what is no time. Then HttpError 503.
 */
export function timeout(ms: number): HookSet {
  if (!(ms > 0 && ms <= 2 ** 31 - 1))
    throw new RangeError(`timeout takes a number of milliseconds above 0, not ${String(ms)}`);
  return around((c, next) =>
    within(ms, next, () => {
      const error = new HttpError(503, `the handler took longer than ${ms} ms`, {
        code: "HANDLER_TIMEOUT",
        // What the handler still reads of this connection must not be the next request.
        headers: { connection: "close" },
      });
      c.req.abort(error);
      return error;
    }),
  );
}

/**
 * What `next` gives. One timer for each request; it is taken back when `next` has settled, late or not. Errors: as
 * it; what `late` gives, when it takes longer.
 */
function within(ms: number, next: Next, late: () => HttpError): Promise<Response> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(late());
    }, ms);
    next()
      .then((response) => {
        // A file or a query behind a late stream is let go of.
        if (isLate) response.discard();
        resolve(response);
      }, reject)
      .finally(() => clearTimeout(timer));
  });
}
