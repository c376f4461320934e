/**
 * Limits haste: a bucket of tokens for each client. Exercise day5/02.
 */

import { type AppContext, type HookSet, HttpError } from "../../../day5/src/index.ts";

export interface BucketOptions {
  readonly perSecond: number;
  /** The most that a bucket holds. */
  readonly burst: number;
  readonly key: (c: AppContext) => string;
  /** Milliseconds. */
  readonly now?: () => number;
}

export function tokenBucket({
  perSecond,
  burst,
  key,
  now = () => performance.now(),
}: BucketOptions): HookSet {
  return {
    onRequest(c) {
      throw new Error("day5/02: write tokenBucket");
    },
  };
}
