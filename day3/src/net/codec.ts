/**
 * How bytes become frames and frames become bytes. A decoder is pulled: Conn calls it whenever bytes have
 * come, until it gives a frame. The names are those of tokio-util's codec module.
 */

import type { ReadBuffer } from "./read-buffer.ts";

export interface Decoder<Frame> {
  /**
   * Takes one frame out of `input`, or returns null for "not enough bytes yet" (a normal outcome, called
   * Incomplete in mini-redis). Errors: whatever it throws rejects the `readFrame` that is waiting.
   */
  decode(input: ReadBuffer): Frame | null;
}

export interface Encoder<Frame> {
  /** The bytes of one frame; a string stands for its latin1 bytes. */
  encode(frame: Frame): Uint8Array | string;
}
