/**
 * One exchange, from a head to an answer: everything that is known of it stands here and nowhere else. Made
 * by Http1Connection when a head is whole, and let go of when its answer is out. It is at once what the
 * request is made of (RequestInit), what the answer may be (AnswerRules), and what became of it (Answered):
 * one object in the place of four, since it is made for each request. HOT.
 */

import type { Conn } from "../../net/conn.ts";
import type { Answered } from "../answered.ts";
import { errorResponse } from "../error-response.ts";
import type { Headers } from "../headers.ts";
import type { HttpError } from "../http-error.ts";
import { Request, type RequestInit } from "../request.ts";
import type { Response, Takeover } from "../response.ts";
import type { ServeOptions } from "../service.ts";
import { BodyReader, CONTINUE } from "./body-reader.ts";
import { readFraming } from "./framing.ts";
import { originForm, parseFields, type RequestHead } from "./request-head.ts";
import { switchProtocol } from "./switch-protocol.ts";
import { type AnswerRules, writeResponse } from "./write-response.ts";

/** What a client has sent that is no request. It is answered as if it had asked for nothing. */
const NO_HEAD: RequestHead = { method: "-", target: "-", version: "1.1", fields: "", length: 0 };

export class Exchange implements RequestInit, AnswerRules, Answered {
  /** Null where there is none, or none has been announced yet. */
  body: BodyReader | null = null;
  /** What the client would switch to, as `Framing.upgrade`. */
  upgrade: string | null = null;
  /**
   * Whether another request may follow. Client, server, handler and body can each say no, and none can turn a
   * no into a yes.
   */
  keepAlive = false;
  /** Of the answer, from the moment it begins; another one where that could not be sent. 0: none has begun. */
  status = 0;
  /** The answer is out whole. */
  complete = false;
  /** Of its body, so far. */
  bytes = 0;
  /** Where the answer has switched protocols: who goes on with the connection. */
  takeover: Takeover | null = null;
  /** As it came; from `open` on with the target in the form that routes are matched against. */
  #head: RequestHead;
  readonly #conn: Conn;
  readonly #options: ServeOptions;
  /**
   * From `open` on. It holds this exchange too, and both are gone when the handler has let go of the request.
   */
  #request: Request | null = null;

  /** null: what has come cannot be read as a head, and can only be refused. */
  constructor(head: RequestHead | null, conn: Conn, options: ServeOptions) {
    this.#head = head ?? NO_HEAD;
    this.#conn = conn;
    this.#options = options;
  }

  /** As sent: RFC 9110 §9.1, methods are case-sensitive. */
  get method(): string {
    return this.#head.method;
  }

  /** Before `open` as sent, then in the origin form. */
  get target(): string {
    return this.#head.target;
  }

  /** The one to answer in: a client of 1.0 knows neither chunks nor a connection that stays open by itself. */
  get version(): "1.0" | "1.1" {
    return this.#head.version;
  }

  /** For the request, when a handler first asks for a field: most never do. */
  get headers(): Headers {
    return parseFields(this.#head.fields);
  }

  get maxBodyBytes(): number {
    return this.#options.limits.maxBodyBytes;
  }

  /** No answer to a HEAD may have a body, not even one that says what is wrong with the rest of the head. */
  get isHead(): boolean {
    return this.#head.method === "HEAD";
  }

  /** The request that a program sees. Errors: HttpError, as of `readFraming` and `originForm`. */
  open(): Request {
    const framing = readFraming(this.#head);
    this.keepAlive = framing.keepAlive;
    this.upgrade = framing.upgrade;
    // RFC 9110 §7.8: who asks for both sees the 100 before the 101; there is no body at whose first ask it
    // could go out.
    if (framing.upgrade !== null && framing.expectContinue) this.#conn.write(CONTINUE);
    if (framing.length !== 0) this.body = new BodyReader(this.#conn, framing, this.#options.limits);
    this.#head = originForm(this.#head);
    this.#request = new Request(this, this.#conn);
    return this.#request;
  }

  /**
   * Writes the answer. Returns whether the connection can be used again. A response that cannot go out, since
   * its head is refused, is a 500: nothing of it has been written. Whatever happens, a stream that is not
   * read to its end is let go of. Errors: later, as a rejection, what a stream fails with; ConnError when the
   * client goes away.
   */
  answer(response: Response): boolean | Promise<boolean> {
    this.status = response.status;
    try {
      if (response.status === 101) {
        this.takeover = switchProtocol(this.#conn, response, this.upgrade);
        return false;
      }
      const written = writeResponse(this.#conn, response, this);
      if (written instanceof Promise) return written.finally(() => response.finish());
      response.finish();
      return written;
    } catch (error) {
      response.discard();
      // Nothing has been written: the client can still be told.
      return this.#answerError(error, this.method, this.#request?.path ?? "-");
    }
  }

  /** The last answer of a connection, to what is no request, or none that is served. */
  refuse(error: HttpError): void {
    this.#options.log.debug({ err: error }, "request rejected");
    this.keepAlive = false;
    this.#answerError(error, "-", "-");
  }

  /** The answer is out, or has broken off: tells those who have asked the request what became of it. */
  release(complete: boolean): void {
    this.complete = complete;
    this.#request?.release(this, this.#options.log);
  }

  /** A few words, and always fit to be sent. */
  #answerError(error: unknown, method: string, path: string): boolean | Promise<boolean> {
    const req = this.#request === null ? {} : { req: this.#request };
    const response = errorResponse(error, { log: this.#options.log, method, path, ...req });
    this.status = response.status;
    return writeResponse(this.#conn, response, this);
  }
}
