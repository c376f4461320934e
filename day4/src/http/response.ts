/**
 * One answer, before it is put into bytes: a status, fields and a body. Handlers return it or let the
 * context make it; hooks may change it; the protocol layer sends it. It has no I/O of its own.
 */

import { Headers, type HeadersInit } from "./headers.ts";
import { checkStatus } from "./status.ts";

/** A string goes out as UTF-8. A stream may yield both. */
export type ResponseBody = string | Uint8Array | AsyncIterable<Uint8Array | string> | null;

export interface ResponseInit {
  readonly status?: number;
  readonly headers?: HeadersInit;
}

export class Response {
  readonly headers: Headers;
  body: ResponseBody;
  #status: number;

  /** Errors: RangeError for a bad status, TypeError for a bad field. */
  constructor(body: ResponseBody = null, init: ResponseInit = {}) {
    this.#status = init.status ?? 200;
    checkStatus(this.#status);
    this.headers = new Headers(init.headers);
    this.body = body;
  }

  /** The body is made while it is sent. */
  get isStream(): boolean {
    return this.body !== null && typeof this.body !== "string" && !(this.body instanceof Uint8Array);
  }

  /** Nobody will read the body: a file or a query behind a stream must be let go. Errors: what that fails with. */
  async discard(): Promise<void> {
    if (this.isStream) await (this.body as AsyncIterable<unknown>)[Symbol.asyncIterator]().return?.();
  }

  get status(): number {
    return this.#status;
  }

  set status(status: number) {
    checkStatus(status);
    this.#status = status;
  }
}
