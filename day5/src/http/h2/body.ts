/**
 * The body of one request of HTTP/2, read from its stream when a handler asks for it; until then the window of the
 * stream holds the client back. It says 100 (Continue) at the first ask, and counts the time that the client lets us
 * wait, as the one of HTTP/1.1 does.
 */

import type { ServerHttp2Stream } from "node:http2";
import type { Reactor } from "../../event-loop/reactor.ts";
import { Deadline } from "../../net/deadline.ts";
import type { Headers } from "../headers.ts";
import { HttpError } from "../http-error.ts";
import type { Limits } from "../limits.ts";
import type { BodySource } from "../request-body.ts";
import { type Http2Head, readTrailers } from "./request-fields.ts";

/** Made with the exchange of a request that has a body, and gone with it. */
export class Http2Body implements BodySource {
  /**
   * What the client declared, for the bound of the body; null: only the end will tell. Node checks that it is kept
   * to.
   */
  readonly length: number | null;
  /** Read when the end is, and kept until this object is gone. */
  trailers: Headers | null = null;
  /** As they came: names and values by turns. Node tells of them in front of the end. */
  #rawTrailers: readonly string[] = [];
  readonly #stream: ServerHttp2Stream;
  readonly #limits: Limits;
  readonly #reactor: Reactor;
  /** The client holds the body back until it has seen a 100. */
  #mustContinue: boolean;
  /** Bytes so far: they have earned time for those that follow. */
  #received = 0;
  /** Time spent waiting; what the handler takes between two pieces is its own. */
  #waitedMs = 0;
  /** Made when a piece is first waited for: its expiry is the end of the wait. */
  #deadline: Deadline | null = null;
  /** The wait that is on, if there is one: a body has one reader. */
  #settle: ((late: boolean) => void) | null = null;

  constructor(
    stream: ServerHttp2Stream,
    { length, expectContinue }: Http2Head,
    limits: Limits,
    reactor: Reactor,
  ) {
    this.#stream = stream;
    this.length = length;
    this.#mustContinue = expectContinue;
    this.#limits = limits;
    this.#reactor = reactor;
    stream.once("trailers", (_: unknown, __: unknown, raw: string[]) => {
      this.#rawTrailers = raw;
    });
  }

  /** As BodySource says. It must not be called again before its promise has settled. */
  next(): Buffer | null | Promise<Buffer | null> {
    this.#continue();
    return this.#look() ?? (this.#isDone ? this.#end() : this.#wait());
  }

  /** The answer begins: from now on no 100 may be sent. */
  stopContinue(): void {
    this.#mustContinue = false;
  }

  /**
   * The exchange is over, or its stream. A wait that is on ends then, as a body that was cut short where its end had
   * not come.
   */
  dispose(): void {
    this.#deadline?.dispose();
    this.#settle?.(false);
  }

  /** The client has ended its side in order, and all of it has been read. */
  get #isDone(): boolean {
    return this.#stream.readableEnded;
  }

  /** What has arrived, without waiting. To read it opens the window of the stream again. */
  #look(): Buffer | null {
    const piece: Buffer | null = this.#stream.read();
    if (piece !== null) this.#received += piece.length;
    return piece;
  }

  /** The end. Errors: HttpError for trailers over their bound. */
  #end(): null {
    this.trailers = readTrailers(this.#rawTrailers, this.#limits);
    return null;
  }

  /** Some bytes, or the end, or why neither will come. */
  async #wait(): Promise<Buffer | null> {
    const stream = this.#stream;
    for (;;) {
      if (stream.aborted || stream.destroyed)
        throw new HttpError(400, "the body ended too early", { code: "BODY_CUT_SHORT" });
      const patienceMs = this.#patienceMs;
      this.#deadline ??= new Deadline(this.#reactor, () => this.#settle?.(true));
      this.#deadline.set(patienceMs);
      const isLate = patienceMs === 0 || (await this.#news());
      this.#waitedMs += patienceMs - this.#deadline.remainingMs;
      this.#deadline.clear();
      const piece = this.#look();
      if (piece !== null) return piece;
      if (this.#isDone) return this.#end();
      if (isLate) throw new HttpError(408, "the body took too long to arrive", { code: "BODY_TIMEOUT" });
    }
  }

  /** Resolves when the stream has something to say: true when its time is over instead. */
  #news(): Promise<boolean> {
    const stream = this.#stream;
    return new Promise((resolve) => {
      const heard = () => this.#settle?.(false);
      this.#settle = (isLate) => {
        this.#settle = null;
        for (const event of ["readable", "end", "aborted", "close"]) stream.off(event, heard);
        resolve(isLate);
      };
      for (const event of ["readable", "end", "aborted", "close"]) stream.on(event, heard);
    });
  }

  /** RFC 9110 §10.1.1: at the first question, so that a handler that does not want the body spares its upload. */
  #continue(): void {
    if (!this.#mustContinue) return;
    this.#mustContinue = false;
    const stream = this.#stream;
    if (!stream.headersSent && !stream.destroyed) stream.additionalHeaders({ ":status": 100 });
  }

  /** As in HTTP/1.1: never longer than the whole time, nor than its bytes have earned. */
  get #patienceMs(): number {
    const { bodyTimeoutMs, bodyGraceMs, minBodyBytesPerSecond } = this.#limits;
    const earned = bodyGraceMs + (this.#received * 1000) / minBodyBytesPerSecond;
    return Math.max(0, Math.min(bodyTimeoutMs, earned) - this.#waitedMs);
  }
}
