/**
 * One answer, before it is put into bytes: a status, fields and a body. Handlers return it or let the
 * context make it; hooks may change it; the protocol layer sends it. It has no I/O of its own. What it was
 * made of before is kept until it is over, since a new body is often made of the old one: then it is let go.
 */

import { Headers, type HeadersInit } from "./headers.ts";
import { type BodyStream, isStream, letGo, type ResponseBody, toBody } from "./response-body.ts";
import { checkStatus } from "./status.ts";

export type { ResponseBody } from "./response-body.ts";

export interface ResponseInit {
  readonly status?: number;
  readonly headers?: HeadersInit;
}

export class Response {
  readonly headers: Headers;
  #body: ResponseBody;
  #status = 200;
  /** Streams that are not the answer any more. Let go of when the answer is over. */
  #dropped: Set<BodyStream> | null = null;

  /** Errors: RangeError for a bad status, TypeError for a bad field or body. */
  constructor(body: ResponseBody = null, init?: ResponseInit) {
    this.#body = body === null ? null : toBody(body);
    if (init === undefined) {
      this.headers = new Headers();
      return;
    }
    try {
      if (init.status !== undefined) this.status = init.status;
      this.headers = new Headers(init.headers);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

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

  /** Nobody will read the body: a file or a query behind a stream is let go. Never fails, and waits for nothing. */
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

  set status(status: number) {
    checkStatus(status);
    this.#status = status;
  }

  #drop(stream: BodyStream): void {
    this.#dropped ??= new Set();
    this.#dropped.add(stream);
  }
}
