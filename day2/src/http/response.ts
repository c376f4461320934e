/**
 * One answer, before it is put into bytes: a status, fields and a body. Handlers return it or let the
 * context make it; hooks may change it; the protocol layer sends it. It has no I/O of its own. What it was
 * made of before is kept until it is over, since a new body is often made of the old one: then it is let go.
 */

import type { Conn } from "../net/conn.ts";
import type { Shutdown } from "../sync/shutdown.ts";
import { Headers, type HeadersInit } from "./headers.ts";
import { type BodyStream, isStream, letGo, type ResponseBody, toBody } from "./response-body.ts";
import { checkStatus } from "./status.ts";

export type { ResponseBody } from "./response-body.ts";

/**
 * What goes on with a connection whose client has asked for another protocol, from behind the head of the
 * answer on. `conn` holds what the client has sent already; `shutdown` tells when the server stops, and the
 * server then waits for it within its deadline. When it returns, or its promise resolves, the connection is
 * closed.
 * Errors: anything; it is logged, and the connection reset.
 */
export type Takeover = (conn: Conn, shutdown: Shutdown) => void | Promise<void>;

/** Checked as it is set; what is not given has its usual value. */
export interface ResponseInit {
  /** Default: 200; with a takeover 101. */
  readonly status?: number;
  readonly headers?: HeadersInit;
  readonly takeover?: Takeover | null;
}

export class Response {
  readonly headers: Headers;
  /**
   * Takes the connection over behind a 101; with any other status it is never called. So an answer that takes
   * the place of this one, or a status that a hook sets, takes it back.
   */
  takeover: Takeover | null = null;
  /** Checked, and where it is a stream, its errors are heard (response-body.ts). */
  #body: ResponseBody;
  #status = 200;
  /** Streams that are not the answer any more, from when they were replaced until `finish` lets go of them. */
  #dropped: Set<BodyStream> | null = null;

  /** Errors: RangeError for a bad status, TypeError for a bad field or body. */
  constructor(body: ResponseBody = null, init?: ResponseInit) {
    this.#body = body === null ? null : toBody(body);
    if (init === undefined) {
      this.headers = new Headers();
      return;
    }
    try {
      this.takeover = init.takeover ?? null;
      const usual = this.takeover === null ? 200 : 101;
      this.status = init.status ?? usual;
      this.headers = new Headers(init.headers);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /** As it was set; views and buffers as bytes. */
  get body(): ResponseBody {
    return this.#body;
  }

  /** Errors: TypeError for what cannot be a body. */
  set body(body: ResponseBody) {
    const before = this.#body;
    if (body !== before) this.#body = toBody(body);
    if (body !== before && isStream(before)) this.#drop(before);
  }

  /** The body is made while it is sent. */
  get isStream(): boolean {
    return isStream(this.#body);
  }

  /** This is the answer, and `other` is not: its streams are let go of when this one is over. */
  replaces(other: Response): void {
    if (other === this) return;
    for (const stream of other.#dropped ?? []) this.#drop(stream);
    if (isStream(other.#body) && other.#body !== this.#body) this.#drop(other.#body);
  }

  /**
   * The body will not be read: a file or a query behind a stream is let go. Never fails, and waits for
   * nothing.
   */
  discard(): void {
    if (isStream(this.#body)) letGo(this.#body);
    this.finish();
  }

  /** The answer is out, or has broken off: what it was made of before is let go. */
  finish(): void {
    const dropped = this.#dropped;
    if (dropped === null) return;
    this.#dropped = null;
    for (const stream of dropped) letGo(stream);
  }

  get status(): number {
    return this.#status;
  }

  /** Errors: RangeError unless it is a whole number from 200 to 599, or 101 with a takeover. */
  set status(status: number) {
    if (status !== 101 || this.takeover === null) checkStatus(status);
    this.#status = status;
  }

  /** Not at once: the new body may be made of it, piece by piece, while it is sent. */
  #drop(stream: BodyStream): void {
    this.#dropped ??= new Set();
    this.#dropped.add(stream);
  }
}

/**
 * What stands behind the head of an answer with this status, whatever a handler made: "any" content; content
 * that is "empty", and framed like other content, with a length of 0; or "none", and then the fields do not
 * speak of any.
 */
export type Content = "any" | "empty" | "none";

/**
 * RFC 9110 §15.2, §15.3.5 and §15.4.5: 101, 204 and 304 end with their head; §15.3.6: a 205 has nothing to
 * say.
 */
export function contentOf(status: number): Content {
  if (status === 204 || status === 304 || status === 101) return "none";
  return status === 205 ? "empty" : "any";
}

/**
 * Framing is the server's business: a length that a handler declared is kept to, and told by us. Null: none is.
 * Errors: what cannot be sent, such as a transfer-encoding (RFC 9112 §6).
 */
export function declaredLength({ headers }: Response): number | null {
  if (headers.has("transfer-encoding")) {
    throw new Error("a handler set transfer-encoding; leave it out, the server chooses the framing");
  }
  if (!headers.has("content-length")) return null;
  const declared = headers.get("content-length") ?? "";
  if (!/^\d{1,15}$/.test(declared)) throw new Error(`a handler set content-length to "${declared}"`);
  return Number(declared);
}
