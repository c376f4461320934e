/**
 * The chunked transfer coding, RFC 9112 §7.1, decoded as it arrives. HOT for uploads. Every line is bounded
 * and strict: a size is 1 to 13 hexadecimal digits, a line ends in CR LF, data is followed by CR LF.
 * A chunk is handed on in pieces as they come: a client decides how large its chunks are, we do not store them.
 */

import type { Decoder } from "../../net/codec.ts";
import type { ReadBuffer } from "../../net/read-buffer.ts";
import { FIELD_VALUE, TOKEN } from "../grammar.ts";
import { HttpError } from "../http-error.ts";
import type { Limits } from "../limits.ts";

const LF = 0x0a;
const CR = 0x0d;

/** A quoted string, RFC 9110 §5.6.4. */
const QUOTED = '"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*"';
/** chunk-size with chunk-ext (§7.1.1): ";" name ["=" token or quoted string]. Extensions are read over. */
const EXTENSION = `[\\t ]*;[\\t ]*${TOKEN}(?:[\\t ]*=[\\t ]*(?:${TOKEN}|${QUOTED}))?`;
const SIZE_LINE = new RegExp(`^([\\dA-Fa-f]{1,13})(?:${EXTENSION})*$`);
const TRAILER_LINE = new RegExp(`^${TOKEN}:${FIELD_VALUE}$`);

/** A piece of data, never empty; END after the last chunk and the trailers. */
export const END = Buffer.alloc(0);

export class ChunkedDecoder implements Decoder<Buffer> {
  readonly #limits: Limits;
  #state: "size" | "data" | "data-end" | "trailers" = "size";
  /** Bytes of this chunk that have not come. */
  #remaining = 0;
  #trailerBytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Errors: HttpError 400, or 431 for too many trailers. The connection cannot be used after it. */
  decode(input: ReadBuffer): Buffer | null {
    for (;;) {
      if (this.#state === "data") return this.#data(input);
      if (this.#state === "data-end" && !this.#dataEnd(input)) return null;
      const line = this.#line(input);
      if (line === null) return null;
      if (this.#state === "size") this.#size(line);
      else if (this.#trailer(line)) return END;
    }
  }

  /** The next line without its CR LF; null if it has not come. */
  #line(input: ReadBuffer): string | null {
    const end = input.indexOf(LF);
    const length = end < 0 ? input.length : end + 1;
    if (this.#state === "trailers") {
      if (this.#trailerBytes + length > this.#limits.maxTrailerBytes) {
        throw new HttpError(431, `the trailers are larger than ${this.#limits.maxTrailerBytes} bytes`);
      }
    } else if (length > this.#limits.maxChunkLineBytes) {
      throw bad("the size line of a chunk is too long");
    }
    if (end < 0) return null;
    const { bytes, start } = input;
    if (end === 0 || bytes[start + end - 1] !== CR)
      throw bad("a line of the chunked coding ends in LF without CR");
    const line = bytes.toString("latin1", start, start + end - 1);
    input.skip(length);
    return line;
  }

  #size(line: string): void {
    const match = SIZE_LINE.exec(line);
    if (match === null) throw bad("the size of a chunk is malformed");
    this.#remaining = Number.parseInt(match[1] as string, 16);
    this.#state = this.#remaining === 0 ? "trailers" : "data";
  }

  #data(input: ReadBuffer): Buffer | null {
    if (input.length === 0) return null;
    const piece = input.take(Math.min(input.length, this.#remaining));
    this.#remaining -= piece.length;
    if (this.#remaining === 0) this.#state = "data-end";
    return piece;
  }

  /** Behind the data stands CR LF and nothing else. False if it has not come whole. */
  #dataEnd(input: ReadBuffer): boolean {
    const { bytes, start, length } = input;
    if ((length > 0 && bytes[start] !== CR) || (length > 1 && bytes[start + 1] !== LF))
      throw bad("the data of a chunk is longer than its size says");
    if (length < 2) return false;
    input.skip(2);
    this.#state = "size";
    return true;
  }

  /** Trailers are checked and dropped (§7.1.2 allows it). True at the empty line that ends them. */
  #trailer(line: string): boolean {
    this.#trailerBytes += line.length + 2;
    if (line === "") return true;
    if (!TRAILER_LINE.test(line)) throw bad("a trailer field is malformed");
    return false;
  }
}

function bad(message: string): HttpError {
  return new HttpError(400, message, { code: "BAD_CHUNK" });
}
