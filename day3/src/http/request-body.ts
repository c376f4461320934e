/**
 * The body of a request as its handler reads it: in pieces or whole, and within its bound. Made by the request
 * when a handler first asks; what the bytes mean is not known here.
 */

import { awaitedLater } from "./awaited-later.ts";
import { BodyPieces } from "./body-pieces.ts";
import type { BodySource } from "./body-source.ts";
import { HttpError } from "./http-error.ts";

const EMPTY = Buffer.alloc(0);

export class RequestBody {
  readonly #source: BodySource | null;
  readonly #maxBytes: number;
  /** The whole body, from the moment somebody asks for it. */
  #bytes: Promise<Buffer> | null = null;
  #streaming = false;
  /** Bytes so far. */
  #received = 0;

  /** null: there is no body. */
  constructor(source: BodySource | null, maxBytes: number) {
    this.#source = source;
    this.#maxBytes = maxBytes;
  }

  /** Errors: HttpError 413 when it grows over the limit; 400 and 408 as the source says. */
  stream(): AsyncGenerator<Buffer, void, undefined> {
    const pieces = this.#pieces();
    const next = pieces.next.bind(pieces);
    pieces.next = () => awaitedLater(next());
    return pieces;
  }

  /** Errors: as `stream`. */
  bytes(): Promise<Buffer> {
    this.#bytes ??= awaitedLater(this.#source === null ? Promise.resolve(EMPTY) : this.#collect());
    return this.#bytes;
  }

  async *#pieces(): AsyncGenerator<Buffer, void, undefined> {
    const body = this.#open();
    for (;;) {
      const piece = await body?.next();
      if (!piece) return;
      this.#count(piece);
      yield piece;
    }
  }

  /** Not by way of `stream`: most bodies are there in one piece, and need no generator and no waiting. */
  async #collect(): Promise<Buffer> {
    const body = this.#open();
    const pieces = new BodyPieces();
    for (;;) {
      let piece = body?.next();
      if (piece instanceof Promise) piece = await piece;
      if (!piece) return pieces.join();
      this.#count(piece);
      pieces.add(piece);
    }
  }

  #open(): BodySource | null {
    if (this.#streaming)
      throw new HttpError(500, "the body of this request has been read as a stream already");
    this.#streaming = true;
    const body = this.#source;
    const maxBodyBytes = this.#maxBytes;
    // A body that says that it is too long need not be read to know it.
    if ((body?.length ?? 0) > maxBodyBytes) throw tooLarge(maxBodyBytes);
    return body;
  }

  #count(piece: Buffer): void {
    this.#received += piece.length;
    if (this.#received > this.#maxBytes) throw tooLarge(this.#maxBytes);
  }
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(413, `the body is larger than ${maxBytes} bytes`, { code: "BODY_TOO_LARGE" });
}
