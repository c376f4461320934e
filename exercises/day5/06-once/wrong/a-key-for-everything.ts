/**
 * Misunderstanding: a key names one request. Clients count: 1, 2, 3, for each path anew.
 * Killed by: "another key, another path, no key, another method: another request"
 */

import { around, type HookSet, HttpError, type Response } from "../../../../day5/src/index.ts";

/** `max`: so many answers are kept. */
export function once(max: number): HookSet {
  const underWay = new Set<string>();
  const answers = new Map<string, Response>();
  return around(async (c, next) => {
    const id = c.req.headers.get("idempotency-key");
    if (c.method !== "POST" || id === null) return next();
    const key = id;
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
