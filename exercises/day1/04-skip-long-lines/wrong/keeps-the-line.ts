/**
 * Misunderstanding: a line can only be judged when its end has come. Then a peer that never sends one fills the memory.
 * Killed by: "of a long line nothing is kept, however long it lasts"
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
      return null;
    }
    if (!this.#isSkipping && end <= this.#maxBytes) return input.take(end + 1).subarray(0, end);
    // Up to the end of this line and no further: behind it there may be the next one.
    input.skip(end + 1);
    this.#isSkipping = false;
    return TOO_LONG;
  }
}
