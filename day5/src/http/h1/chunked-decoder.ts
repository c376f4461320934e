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
/** chunk-size with chunk-ext (§7.1.1): ";" name ["=" token or quoted string]. Extensions are skipped. */
const EXTENSION = `[\\t ]*;[\\t ]*${TOKEN}(?:[\\t ]*=[\\t ]*(?:${TOKEN}|${QUOTED}))?`;
const SIZE_LINE = new RegExp(`^([\\dA-Fa-f]{1,13})(?:${EXTENSION})*$`);
const TRAILER_LINE = new RegExp(`^${TOKEN}:${FIELD_VALUE}$`);

/**
 * Data below this is joined with what follows: a client may send chunks of one byte, and each piece has a
 * price.
 */
const SMALL_BYTES = 1024;
/** Where it is joined, in the midst of one call; what leaves is a copy. */
const SCRATCH = Buffer.allocUnsafeSlow(4 * 1024);

/** `decode` returns a piece of data, never empty; END after the last chunk and the trailers. */
export const END = Buffer.alloc(0);

/**
 * One for each chunked body, made with its reader and gone with it. Its state is what stands next in the
 * bytes.
 */
export class ChunkedDecoder implements Decoder<Buffer> {
  readonly #limits: Limits;
  #state: "size" | "data" | "data-end" | "trailers" = "size";
  /** Bytes of this chunk that have not come. */
  #remaining = 0;
  /** All trailer lines so far, each with its CR LF. They are checked, and mean nothing here. */
  trailers = "";
  /** So much more may stand in extensions. They say nothing to us: data earns as many, hardly more are free. */
  #extensionBytesLeft: number;
  /** An error that stands behind data which had to be handed on first; told at the next question. */
  #failure: unknown = null;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#extensionBytesLeft = limits.maxChunkExtensionBytes;
  }

  /** Errors: HttpError 400, or 431 for too many trailers. The connection cannot be used after it. */
  decode(input: ReadBuffer): Buffer | null {
    if (this.#failure !== null) throw this.#failure;
    if (!this.#findData(input)) return this.#state === "trailers" ? this.#trailers(input) : null;
    const count = Math.min(input.length, this.#remaining);
    // What is large is not copied, and neither is what stands alone.
    if (count >= SMALL_BYTES || count === input.length) {
      this.#took(count);
      return input.take(count);
    }
    return this.#join(input);
  }

  /** Skips the coding in front of the next data. False: none has come, or none will. */
  #findData(input: ReadBuffer): boolean {
    for (;;) {
      if (this.#state === "data") return input.length > 0;
      if (this.#state === "trailers") return false;
      if (this.#state === "data-end" && !this.#dataEnd(input)) return false;
      const line = this.#line(input);
      if (line === null) return false;
      this.#size(line);
    }
  }

  /** The data that stands here with that of the chunks behind it, as far as they are small and have come. */
  #join(input: ReadBuffer): Buffer {
    let joined = 0;
    try {
      do {
        const count = Math.min(input.length, this.#remaining);
        if (count >= SMALL_BYTES || joined + count > SCRATCH.length) break;
        input.bytes.copy(SCRATCH, joined, input.start, input.start + count);
        input.skip(count);
        this.#took(count);
        joined += count;
      } while (this.#findData(input));
    } catch (error) {
      // It is told behind the data that stands in front of it, as if that had come by itself.
      this.#failure = error;
    }
    return Buffer.from(SCRATCH.subarray(0, joined));
  }

  /** `count` bytes of data are gone; they have earned as many for extensions. */
  #took(count: number): void {
    this.#extensionBytesLeft += count;
    this.#remaining -= count;
    if (this.#remaining === 0) this.#state = "data-end";
  }

  /** The next line without its CR LF; null if it has not come. */
  #line(input: ReadBuffer): string | null {
    const end = input.indexOf(LF);
    const length = end < 0 ? input.length : end + 1;
    if (this.#state === "trailers") {
      if (this.trailers.length + length > this.#limits.maxTrailerBytes) {
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

  /**
   * The line in front of a chunk. It is strict, since a size that two programs read differently is a smuggled
   * request: no sign, no white space before it, no `0x`, and few enough digits for a number to hold.
   */
  #size(line: string): void {
    const match = SIZE_LINE.exec(line);
    if (match === null) throw bad("the size of a chunk is malformed");
    const digits = match[1] as string;
    this.#extensionBytesLeft -= line.length - digits.length;
    if (this.#extensionBytesLeft < 0) throw bad("the extensions of the chunks are too long");
    this.#remaining = Number.parseInt(digits, 16);
    this.#state = this.#remaining === 0 ? "trailers" : "data";
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

  /** END behind the last of them; null if it has not come. */
  #trailers(input: ReadBuffer): Buffer | null {
    for (;;) {
      const line = this.#line(input);
      if (line === null) return null;
      if (this.#trailer(line)) return END;
    }
  }

  /** Trailers are checked, and kept apart from the head (§7.1.2). True at the empty line that ends them. */
  #trailer(line: string): boolean {
    if (line === "") return true;
    if (!TRAILER_LINE.test(line)) throw bad("a trailer field is malformed");
    this.trailers += `${line}\r\n`;
    return false;
  }
}

function bad(message: string): HttpError {
  return new HttpError(400, message, { code: "BAD_CHUNK" });
}
