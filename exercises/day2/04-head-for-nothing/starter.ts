/**
 * A long answer whose source is opened only when it is wanted. Exercise day2/04.
 */

import type { AppContext, Response } from "../../../day2/src/index.ts";

export interface Film {
  /** In bytes. */
  readonly length: number;
  /** Its media type. */
  readonly type: string;
  readonly open: () => AsyncIterable<Uint8Array>;
}

export function film(c: AppContext, { length, type, open }: Film): Response {
  throw new Error("day2/04: write film");
}
