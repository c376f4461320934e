/**
 * The body of a request as its handler reads it: in pieces or whole, and within its bound. Made by the request
 * when a handler first asks; what the bytes mean is not known here.
 */

import { checkValue } from "../guard/check-options.ts";
import type { Headers } from "./headers.ts";
import { HttpError } from "./http-error.ts";
import { limitRules } from "./limits.ts";

/** Where the bytes of a request body come from: a connection, or plain bytes in a test. */
export interface BodySource {
  /** The length that the client declared; null when only the end will tell. */
  readonly length: number | null;
  /** The fields that stood behind the body; absent or null where there are none, and until its end has been read. */
  readonly trailers?: Headers | null;
  /**
   * Some bytes, or null at the end. Without a promise where they are here already.
   * Errors: HttpError 400 for a body that is malformed or cut short, 408 for one that is late.
   */
  next(): Buffer | null | Promise<Buffer | null>;
}

const EMPTY = Buffer.alloc(0);
/** So many pieces are kept apart before they are joined. */
const MOST_APART = 256;

const ignore = () => {};

/**
 * For every promise that a request hands to a handler, who may await something else first. Meanwhile the
 * client may leave, and a promise that failed while it was not awaited would end the process; a handler that
 * awaits this one later gets its error all the same.
 */
export function awaitedLater<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(ignore);
  return promise;
}

/**
 * One for each request whose handler has asked for the body, and gone with it. A source that it has begun is
 * its own.
 */
export class RequestBody {
  readonly #source: BodySource | null;
  /** Bytes; a handler may change it until the first piece has been asked for. */
  #maxBytes: number;
  /**
   * The whole body, from the moment it is asked for: `text` and `json` may ask again. A promise if it failed.
   */
  #whole: Buffer | Promise<Buffer> | null = null;
  /** From the first question on: a source has one reader, and what that one has taken is gone. */
  #isOpen = false;
  /** Bytes so far, counted as they come: a chunked body does not say how many there will be. */
  #received = 0;

  /** null: there is no body. */
  constructor(source: BodySource | null, maxBytes: number) {
    this.#source = source;
    this.#maxBytes = maxBytes;
  }

  /** Errors: TypeError, RangeError for what is no number of bytes; Error once the body is being read. */
  limit(bytes: number): void {
    checkValue("bytes", bytes, limitRules.maxBodyBytes);
    if (this.#isOpen) throw new Error("limitBody() came too late: this body is being read already");
    this.#maxBytes = bytes;
  }

  /** Errors: HttpError 413 when it grows over the limit; 400 and 408 as the source says. */
  stream(): AsyncGenerator<Buffer, void, undefined> {
    // Each of its promises is one that a handler may leave alone for a while.
    const pieces = this.#pieces();
    const next = pieces.next.bind(pieces);
    pieces.next = () => awaitedLater(next());
    return pieces;
  }

  /**
   * All of it, without a promise where it is here already. It never throws: errors, as of `stream`, are
   * rejections.
   */
  whole(): Buffer | Promise<Buffer> {
    if (this.#whole !== null) return this.#whole;
    try {
      this.#whole = this.#collect();
    } catch (error) {
      this.#whole = Promise.reject(error);
    }
    if (this.#whole instanceof Promise) awaitedLater(this.#whole);
    return this.#whole;
  }

  /**
   * One at a time: the next piece is asked for when the handler has done with this one, and the client waits.
   */
  async *#pieces(): AsyncGenerator<Buffer, void, undefined> {
    if (this.#source === null) return;
    const source = this.#open(this.#source);
    for (;;) {
      const piece = await source.next();
      if (piece === null) return;
      this.#count(piece);
      yield piece;
    }
  }

  /** Most bodies are there in one piece, and need neither a list nor any waiting. */
  #collect(): Buffer | Promise<Buffer> {
    if (this.#source === null) return EMPTY;
    const source = this.#open(this.#source);
    const first = source.next();
    if (first === null) return EMPTY;
    if (first instanceof Promise) return this.#gather(source, [], first);
    this.#count(first);
    const second = source.next();
    return second === null ? first : this.#gather(source, [first], second);
  }

  /**
   * The others, as they come. A piece of one byte costs hundreds for itself, and the client chooses how large
   * its pieces are: so they are joined whenever there are many of them behind what is joined already.
   */
  async #gather(
    source: BodySource,
    pieces: Buffer[],
    next: Buffer | Promise<Buffer | null>,
  ): Promise<Buffer> {
    let joined = 0;
    for (let piece = await next; piece !== null; ) {
      this.#count(piece);
      pieces.push(piece);
      if (pieces.length - joined === MOST_APART) {
        pieces.push(Buffer.concat(pieces.splice(joined)));
        joined += 1;
      }
      const following = source.next();
      piece = following instanceof Promise ? await following : following;
    }
    // One piece is handed on as it is: to join it would copy it.
    const [only = EMPTY] = pieces;
    return pieces.length === 1 ? only : Buffer.concat(pieces);
  }

  #open(source: BodySource): BodySource {
    if (this.#isOpen) throw new HttpError(500, "the body of this request has been read as a stream already");
    this.#isOpen = true;
    // A body that says that it is too long need not be read to know it.
    if ((source.length ?? 0) > this.#maxBytes) throw tooLarge(this.#maxBytes);
    return source;
  }

  /**
   * Also where a length was declared: what a source says of itself is not what it yields. Errors: HttpError
   * 413.
   */
  #count(piece: Buffer): void {
    this.#received += piece.length;
    if (this.#received > this.#maxBytes) throw tooLarge(this.#maxBytes);
  }
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(413, `the body is larger than ${maxBytes} bytes`, { code: "BODY_TOO_LARGE" });
}
