/**
 * Misunderstanding: a stream that is not read costs nothing. The file behind it has been opened all the same.
 * Killed by: "I2: a HEAD gets the same head, and nothing is opened"
 */

import type { AppContext, Response } from "../../../../day2/src/index.ts";

export interface Film {
  /** In bytes. */
  readonly length: number;
  /** Its media type. */
  readonly type: string;
  readonly open: () => AsyncIterable<Uint8Array>;
}

export function film(c: AppContext, { length, type, open }: Film): Response {
  c.header("content-length", String(length));
  return c.stream(later(open()), 200, type);
}

/** The body of a generator does not run before its first piece is asked for. */
async function* later(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* source;
}
