/**
 * Frames that end in LF; a CR before it belongs to the end of the line. The echo server of day 1 speaks it. It shows
 * what a codec is: bytes in, frames out, and a bound on what a peer can make it keep. It knows no connection.
 */

import { checkValue } from "../guard/check-options.ts";
import { whole } from "../guard/rule.ts";
import type { Decoder, Encoder } from "./codec.ts";
import type { ReadBuffer } from "./read-buffer.ts";

const LF = 0x0a;
const CR = 0x0d;
const LENGTH = whole("bytes", 0);

/** The line has no end within its bound. The handler decides what becomes of the connection. */
export class LineTooLongError extends Error {
  readonly code = "LINE_TOO_LONG";

  constructor(maxBytes: number) {
    super(`a line is longer than ${maxBytes} bytes`);
    this.name = "LineTooLongError";
  }
}

/** Has a state, since it remembers how far it has searched: each connection needs its own. */
export class LineCodec implements Decoder<Buffer>, Encoder<Uint8Array> {
  readonly #maxBytes: number;
  /** Bytes without LF that have been looked at: a dripping client must not make us look again. */
  #searched = 0;

  /** `maxBytes` counts the line without its end. Errors: TypeError, RangeError for what is no such number. */
  constructor(maxBytes = 64 * 1024) {
    checkValue("maxBytes", maxBytes, LENGTH);
    this.#maxBytes = maxBytes;
  }

  /** The line without its end. Errors: LineTooLongError, as soon as no end can make the line fit. */
  decode(input: ReadBuffer): Buffer | null {
    const end = input.indexOf(LF, this.#searched);
    if (end < 0) {
      // One more than the limit fits only if it is a CR, whose LF is still on its way.
      const spare = input.bytes[input.end - 1] === CR ? 1 : 0;
      if (input.length > this.#maxBytes + spare) throw new LineTooLongError(this.#maxBytes);
      this.#searched = input.length;
      return null;
    }
    // The next line has not been looked at.
    this.#searched = 0;
    // With its end, so that the buffer is rid of it; what is handed out is the line alone.
    const line = input.take(end + 1);
    const length = end > 0 && line[end - 1] === CR ? end - 1 : end;
    if (length > this.#maxBytes) throw new LineTooLongError(this.#maxBytes);
    return line.subarray(0, length);
  }

  encode(line: Uint8Array): Buffer {
    return Buffer.concat([line, Buffer.of(LF)]);
  }
}
