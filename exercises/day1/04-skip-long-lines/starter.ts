/**
 * Lines; one that is too long is skipped, and its place is marked. Exercise day1/04.
 */

import type { Decoder, ReadBuffer } from "../../../day1/src/net.ts";

/** In the place of a line that was too long. */
export const TOO_LONG = Symbol("too long");

export class SkippingLineCodec implements Decoder<Buffer | typeof TOO_LONG> {
  readonly #maxBytes: number;

  /** `maxBytes` counts a line without its LF. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  decode(input: ReadBuffer): Buffer | typeof TOO_LONG | null {
    throw new Error("day1/04: write decode");
  }
}
