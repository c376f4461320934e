/**
 * The body of one HTTP/1.1 request, read from its connection when a handler asks for it. It says 100
 * (Continue) at the first ask, counts the time that the client lets us wait, and knows afterwards whether
 * the connection stands at the beginning of the next request.
 */

import type { Conn } from "../../net/conn.ts";
import { ConnError } from "../../net/conn-error.ts";
import type { Headers } from "../headers.ts";
import { HttpError } from "../http-error.ts";
import type { Limits } from "../limits.ts";
import type { BodySource } from "../request-body.ts";
import { ChunkedDecoder, END } from "./chunked-decoder.ts";
import type { Framing } from "./framing.ts";
import { LengthDecoder } from "./length-decoder.ts";
import { parseFields } from "./request-head.ts";

/** The whole of an interim answer (RFC 9110 §15.2.1). */
export const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

/**
 * Made by the exchange of a request that has a body. The handler reads it as long as it likes; behind the
 * answer the connection skips what is left. It is gone with the exchange, and with it what it has decoded.
 */
export class BodyReader implements BodySource {
  readonly length: number | null;
  readonly #conn: Conn;
  /** Knows where the body ends; the bytes behind that are the next request's, and it never takes them. */
  readonly #decoder: LengthDecoder | ChunkedDecoder;
  readonly #limits: Limits;
  /** Bytes of data so far: they have earned time for those that follow. */
  #received = 0;
  /**
   * Time spent waiting for this body; what the handler takes between two pieces is its own, and does not
   * count.
   */
  #waitedMs = 0;
  /** The client holds the body back until it has seen a 100. True until it gets one, or its answer. */
  #mustContinue: boolean;
  /** "failed" is for good: where one piece is lost, it is not known where the next request begins. */
  #state: "reading" | "done" | "failed" = "reading";

  constructor(conn: Conn, framing: Framing, limits: Limits) {
    this.length = framing.length;
    this.#conn = conn;
    this.#decoder = framing.length === null ? new ChunkedDecoder(limits) : new LengthDecoder(framing.length);
    this.#limits = limits;
    this.#mustContinue = framing.expectContinue;
  }

  next(): Buffer | null | Promise<Buffer | null> {
    if (this.#state === "done") return null;
    this.#continue();
    try {
      const patienceMs = this.#patienceMs;
      this.#conn.readDeadline.set(patienceMs);
      const piece = this.#conn.readFrame<Buffer>(this.#decoder);
      return piece instanceof Promise ? this.#wait(piece, patienceMs) : this.#took(piece);
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** Skips what the handler left, up to the bound. True when the next request can be read. */
  async drain(): Promise<boolean> {
    try {
      for (let total = 0; total <= this.#limits.maxDrainBytes; ) {
        const piece = await this.next();
        if (piece === null) return true;
        total += piece.length;
      }
    } catch {
      // The answer is out already; all that is left to do is to close.
    }
    return false;
  }

  /** Nothing is left to read, and nothing went wrong. */
  get isDone(): boolean {
    return this.#state === "done";
  }

  /** As BodySource says. Made by each call: hardly a request has any. */
  get trailers(): Headers | null {
    const isThere = this.isDone && this.#decoder instanceof ChunkedDecoder && this.#decoder.trailers !== "";
    return isThere ? parseFields(this.#decoder.trailers) : null;
  }

  /**
   * The answer is about to begin. Returns whether another request will be read after it. Only its end tells
   * how long a chunked body is, so what has arrived of one is skipped now; where the end is not among it, the
   * answer had better say close. `isStream`: the answer may be made of this body, which is left alone then.
   */
  prepareReuse(isStream: boolean): boolean {
    const mustContinue = this.#mustContinue;
    // From now on a 100 would be read as a part of the answer.
    this.#mustContinue = false;
    if (this.#state === "done") return true;
    // A client that still waits for a 100 gets none: closing tells it to keep its body (RFC 9110 §10.1.1).
    if (this.#state === "failed" || mustContinue) return false;
    if (this.length !== null) return this.length <= this.#limits.maxDrainBytes;
    return isStream || this.#skipArrived();
  }

  /** Without waiting. True when the end of the body was among what has arrived, and not too far away. */
  #skipArrived(): boolean {
    try {
      for (let total = 0; total <= this.#limits.maxDrainBytes && this.#conn.buffered > 0; ) {
        const piece = this.next();
        if (piece === null) return true;
        if (piece instanceof Promise) {
          // Half a line of the coding. The connection closes, and that ends this read.
          piece.catch(() => {});
          return false;
        }
        total += piece.length;
      }
    } catch {
      // Malformed, or being read by a handler that has answered already.
    }
    return false;
  }

  /**
   * RFC 9110 §10.1.1: at the first question, so that a handler that does not want the body spares its upload.
   */
  #continue(): void {
    if (!this.#mustContinue) return;
    this.#mustContinue = false;
    this.#conn.write(CONTINUE);
  }

  /** How long the next piece may take: never longer than the whole time, nor than its bytes have earned. */
  get #patienceMs(): number {
    const { bodyTimeoutMs, bodyGraceMs, minBodyBytesPerSecond } = this.#limits;
    const earned = bodyGraceMs + (this.#received * 1000) / minBodyBytesPerSecond;
    return Math.max(0, Math.min(bodyTimeoutMs, earned) - this.#waitedMs);
  }

  async #wait(pending: Promise<Buffer | null>, patienceMs: number): Promise<Buffer | null> {
    try {
      return this.#took(await pending);
    } catch (error) {
      throw this.#failed(error);
    } finally {
      this.#waitedMs += patienceMs - this.#conn.readDeadline.remainingMs;
    }
  }

  /** A piece has come, or END. Errors: ConnError when the client has ended its side first. */
  #took(piece: Buffer | null): Buffer | null {
    if (piece === null) throw new ConnError("UNEXPECTED_END", "the peer ended its side inside a body");
    this.#received += piece.length;
    const isLast = this.#decoder instanceof LengthDecoder && this.#decoder.remaining === 0;
    if (piece === END || isLast) this.#state = "done";
    return piece === END ? null : piece;
  }

  /** What the connection reports, in the words of HTTP. */
  #failed(error: unknown): HttpError {
    this.#state = "failed";
    if (error instanceof HttpError) return error;
    const late = error instanceof ConnError && error.code === "READ_TIMEOUT";
    return late
      ? new HttpError(408, "the body took too long to arrive", { code: "BODY_TIMEOUT", cause: error })
      : new HttpError(400, "the body ended too early", { code: "BODY_CUT_SHORT", cause: error });
  }
}
