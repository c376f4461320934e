/**
 * Misunderstanding: tokens that no one took are saved. After a quiet night a client may send thirty thousand requests at once.
 * Killed by: "a bucket holds no more than its burst, however long it waits"
 */

import { type AppContext, type HookSet, HttpError } from "../../../../day5/src/index.ts";

export interface BucketOptions {
  readonly perSecond: number;
  /** The most that a bucket holds. */
  readonly burst: number;
  readonly key: (c: AppContext) => string;
  /** Milliseconds. */
  readonly now?: () => number;
}

const MAX_BUCKETS = 10_000;

export function tokenBucket({
  perSecond,
  burst,
  key,
  now = () => performance.now(),
}: BucketOptions): HookSet {
  /** In the order of their last use. */
  const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
  return {
    onRequest(c) {
      const name = key(c);
      const at = now();
      const { tokens, at: before } = buckets.get(name) ?? { tokens: burst, at };
      const level = tokens + ((at - before) / 1_000) * perSecond;
      if (level < 1) {
        const seconds = Math.ceil((1 - level) / perSecond);
        throw new HttpError(429, "too many requests", { headers: { "retry-after": String(seconds) } });
      }
      buckets.delete(name);
      buckets.set(name, { tokens: level - 1, at });
      const [oldest] = buckets.keys();
      if (buckets.size > MAX_BUCKETS && oldest !== undefined) buckets.delete(oldest);
    },
  };
}
