/**
 * An order that is sent twice is placed once. The mark that one is under way goes with its answer, whatever that is.
 */

import { around, type HookSet, HttpError, type Response } from "../../../day5/src/index.ts";

/** `max`: so many answers are kept. */
export function once(max: number): HookSet {
  const underWay = new Set<string>();
  const answers = new Map<string, Response>();
  return around(async (c, next) => {
    const id = c.req.headers.get("idempotency-key");
    if (c.method !== "POST" || id === null) return next();
    // A path has no blank in it, so no two pairs make one key.
    const key = `${c.path} ${id}`;
    const before = answers.get(key);
    if (before !== undefined) return before;
    if (underWay.has(key)) throw new HttpError(409, "the same request is under way");
    underWay.add(key);
    try {
      const response = await next();
      if (response.status < 500 && !response.isStream) answers.set(key, response);
      const [oldest] = answers.keys();
      if (answers.size > max && oldest !== undefined) answers.delete(oldest);
      return response;
    } finally {
      underWay.delete(key);
    }
  });
}
