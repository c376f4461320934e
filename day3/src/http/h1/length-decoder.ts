/**
 * A body of a known length (RFC 9112 §6.2): hands on what has come, and not a byte more than its own.
 */

import type { Decoder } from "../../net/codec.ts";
import type { ReadBuffer } from "../../net/read-buffer.ts";

/** One for each such body, made with its reader and gone with it. It never asks for more than the body has. */
export class LengthDecoder implements Decoder<Buffer> {
  /** Bytes that have not come. */
  remaining: number;

  constructor(length: number) {
    this.remaining = length;
  }

  decode(input: ReadBuffer): Buffer | null {
    if (input.length === 0) return null;
    const piece = input.take(Math.min(input.length, this.remaining));
    this.remaining -= piece.length;
    return piece;
  }
}
