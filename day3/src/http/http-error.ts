/**
 * An error that is an answer. Throw it anywhere under a handler, and the client gets its status.
 * The message reaches the client only where `expose` is true, which is the default below 500; the rest
 * is for the log. After http-errors, which koa and express use.
 */

import { Headers, type HeadersInit } from "./headers.ts";
import { checkStatus, reasonPhrase } from "./status.ts";

export interface HttpErrorOptions extends ErrorOptions {
  /** A name for programs, such as BODY_TOO_LARGE. Default: the reason phrase in capitals. */
  readonly code?: string;
  /** Whether the client may read the message. */
  readonly expose?: boolean;
  /** Fields for the answer, such as Allow. */
  readonly headers?: HeadersInit;
  /** What a program may read beside the message, such as each place of a form; sent as JSON where `expose` is true. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Made where the mistake is seen, caught by `getResponse` or a connection, and turned into an answer there. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly expose: boolean;
  readonly headers: Headers;
  readonly details: Readonly<Record<string, unknown>>;

  /** Errors: RangeError for a bad status, TypeError for a bad field: an error must be fit to be answered. */
  constructor(status: number, message = reasonPhrase(status), options: HttpErrorOptions = {}) {
    super(message, options);
    checkStatus(status);
    this.name = "HttpError";
    this.status = status;
    this.code = options.code ?? reasonPhrase(status).toUpperCase().replaceAll(/[ -]/g, "_");
    this.expose = options.expose ?? status < 500;
    this.headers = new Headers(options.headers);
    this.details = options.details ?? {};
  }

  /** What the client may read. */
  get publicMessage(): string {
    return this.expose ? this.message : reasonPhrase(this.status);
  }
}
