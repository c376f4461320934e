/**
 * Misunderstanding: what is in the buffer belongs to the line that is skipped. The network cuts where it likes: behind
 * the LF there may be the next line already.
 * Killed by: "lines come out, and a mark in the place of one that is too long"
 */

import type { Decoder, ReadBuffer } from "../../../../day1/src/net.ts";

/** In the place of a line that was too long. */
export const TOO_LONG = Symbol("too long");

const LF = 0x0a;

export class SkippingLineCodec implements Decoder<Buffer | typeof TOO_LONG> {
  readonly #maxBytes: number;
  /** True from the moment a line is known to be too long until its end has come. */
  #isSkipping = false;

  /** `maxBytes` counts a line without its LF. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  decode(input: ReadBuffer): Buffer | typeof TOO_LONG | null {
    const end = input.indexOf(LF);
    if (end < 0) {
      if (input.length > this.#maxBytes) this.#isSkipping = true;
      if (this.#isSkipping) input.skip(input.length);
      return null;
    }
    if (!this.#isSkipping && end <= this.#maxBytes) return input.take(end + 1).subarray(0, end);
    // Up to the end of this line and no further: behind it there may be the next one.
    input.skip(input.length);
    this.#isSkipping = false;
    return TOO_LONG;
  }
}
