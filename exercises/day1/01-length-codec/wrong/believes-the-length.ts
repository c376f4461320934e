/**
 * Misunderstanding: a frame is too long when it has come. By then it is in memory, and a peer that
 * announces four gigabytes and sends nothing keeps you waiting for ever.
 * Killed by: "the longest frame passes; a longer one is refused before its bytes have come"
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
    const length = input.bytes.readUInt32BE(input.start);
    // Before the wait: a length is a promise that a peer can make for nothing.
    if (input.length < HEAD_BYTES + length) return null;
    if (length > MAX_BYTES)
      throw new FrameTooLongError(`a frame of ${length} bytes; ${MAX_BYTES} are allowed`);
    return input.take(HEAD_BYTES + length).subarray(HEAD_BYTES);
  }

  encode(frame: Uint8Array): Buffer {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(frame.length);
    return Buffer.concat([head, frame]);
  }
}
