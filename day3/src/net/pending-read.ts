/**
 * A read that waits for bytes: which decoder is to be asked again, and whom to tell. Made by Conn when the
 * buffer holds no whole frame, gone as soon as it is settled.
 */

import type { Decoder } from "./codec.ts";
import { ConnError } from "./conn-error.ts";
import type { SocketSource } from "./socket-source.ts";

export class PendingRead<Frame> {
  readonly resolve: (frame: Frame | null) => void;
  readonly reject: (error: unknown) => void;
  readonly #decoder: Decoder<Frame>;

  constructor(
    decoder: Decoder<Frame>,
    resolve: (frame: Frame | null) => void,
    reject: (error: unknown) => void,
  ) {
    this.#decoder = decoder;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** Asks the decoder again. True when that settled the read. What broke a connection is Conn's to say. */
  attempt(source: SocketSource): boolean {
    try {
      const frame = this.#decoder.decode(source.input);
      if (frame !== null) this.resolve(frame);
      else if (source.error !== null) return false;
      else if (source.ended && source.input.length > 0) throw unexpectedEnd(source.input.length);
      else if (source.ended) this.resolve(null);
      else return false;
    } catch (error) {
      this.reject(error);
    }
    return true;
  }
}

function unexpectedEnd(bytes: number): ConnError {
  return new ConnError("UNEXPECTED_END", `the peer ended its side ${bytes} bytes into a frame`);
}
