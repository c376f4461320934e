/**
 * Misunderstanding: only a HEAD has to be saved the opening. An answer may also be replaced, by a hook or a deadline,
 * before its first piece is wanted.
 * Killed by: "nothing is opened before the first piece is wanted"
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
  const source = c.method === "HEAD" ? later(open) : open();
  return c.stream(source, 200, type);
}

/** The body of a generator does not run before its first piece is asked for. */
async function* later(open: Film["open"]): AsyncGenerator<Uint8Array> {
  yield* open();
}
