/**
 * A long answer whose source is opened only when it is wanted. The server lets go of a stream that it does not send,
 * and a generator that has not begun has nothing to let go of.
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
  c.header("content-length", String(length));
  return c.stream(later(open), 200, type);
}

/** The body of a generator does not run before its first piece is asked for. */
async function* later(open: Film["open"]): AsyncGenerator<Uint8Array> {
  yield* open();
}
