/**
 * Frames with their length in front: four bytes, big-endian. Exercise day1/01.
 */

import type { Decoder, Encoder, ReadBuffer } from "../../../day1/src/net.ts";

/** The longest frame that is taken. */
export const MAX_BYTES = 65_536;

export class FrameTooLongError extends Error {
  readonly code = "FRAME_TOO_LONG";
}

export class LengthCodec implements Decoder<Buffer>, Encoder<Uint8Array> {
  /** The next frame without its length; null: it is not whole yet. Errors: FrameTooLongError. */
  decode(input: ReadBuffer): Buffer | null {
    throw new Error("day1/01: write decode");
  }

  encode(frame: Uint8Array): Buffer {
    throw new Error("day1/01: write encode");
  }
}
