/**
 * Misunderstanding: what has been understood may be taken at once. But `null` means "ask me again from
 * the start": the length is gone when the rest comes.
 * Killed by: "I2: a frame that is cut anywhere comes back whole"
 */

import type { Decoder, Encoder, ReadBuffer } from "../../../../day1/src/net.ts";

/** The longest frame that is taken. */
export const MAX_BYTES = 65_536;

const HEAD_BYTES = 4;

export class FrameTooLongError extends Error {
  readonly code = "FRAME_TOO_LONG";
}

export class LengthCodec implements Decoder<Buffer>, Encoder<Uint8Array> {
  /** The next frame without its length; null: it is not whole yet. Errors: FrameTooLongError. */
  decode(input: ReadBuffer): Buffer | null {
    if (input.length < HEAD_BYTES) return null;
    const length = input.take(HEAD_BYTES).readUInt32BE(0);
    // Before the wait: a length is a promise that a peer can make for nothing.
    if (length > MAX_BYTES)
      throw new FrameTooLongError(`a frame of ${length} bytes; ${MAX_BYTES} are allowed`);
    if (input.length < length) return null;
    return input.take(length);
  }

  encode(frame: Uint8Array): Buffer {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(frame.length);
    return Buffer.concat([head, frame]);
  }
}
