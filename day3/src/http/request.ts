/**
 * One request: its head, and a body that is read when a handler asks for it. Made by a protocol, found by
 * handlers as `c.req`, let go of when its answer is out. It does not know which protocol it came by. What it
 * has to compute, it computes on first use: most requests are answered without a look at their fields. HOT:
 * made for each request.
 */

import { isUtf8 } from "node:buffer";
import type { Logger } from "../log/logger.ts";
import type { Address, Scheme } from "../net/address.ts";
import { when } from "../sync/when.ts";
import { type Answered, type AnsweredListener, tell } from "./answered.ts";
import type { Headers } from "./headers.ts";
import { HttpError } from "./http-error.ts";
import { awaitedLater, type BodySource, RequestBody } from "./request-body.ts";

/** The connection as a request sees it. */
export interface Peer {
  readonly localAddress: Address;
  readonly remoteAddress: Address;
  readonly scheme: Scheme;
  /** Calls `listener` when the client is gone, or has ended its side. Returns an unsubscribe function. */
  onEnd(listener: () => void): () => void;
}

/** What a protocol has read of a request. */
export interface RequestInit {
  readonly method: string;
  /** The path and query as sent: `/p/go?x=1`, or `*`. */
  readonly target: string;
  /** That of the protocol: "1.0", "1.1". */
  readonly version: string;
  /**
   * Checked, and of RequestHeaders where a field came twice; a function is asked once, when a handler first
   * looks.
   */
  readonly headers: Headers | (() => Headers);
  /** null: the request has no body. */
  readonly body: BodySource | null;
  readonly maxBodyBytes: number;
  /**
   * What the client would switch to, as its Upgrade field lists it. Absent or null: it stays with what it
   * speaks.
   */
  readonly upgrade?: string | null;
}

/**
 * What only few requests have: a signal or a listener that waits for their end. Made when a handler first
 * asks for one, told by `release`, and gone with the request.
 */
interface Watch {
  /** Behind `signal`. */
  abort: AbortController | null;
  /** Unsubscribes `abort` from the end of the connection. */
  forget: (() => void) | null;
  /** Those who want to know what became of the answer, until they have been told. */
  readonly listeners: AnsweredListener[];
}

export class Request {
  readonly method: string;
  readonly target: string;
  /** The part of the target before the `?`, still percent-encoded. */
  readonly path: string;
  readonly version: string;
  readonly peer: Peer;
  /** The protocol's, as long as the request lives; asked for what is computed late. */
  readonly #init: RequestInit;
  /** Made at the first look. */
  #headers: Headers | null = null;
  /** Made at the first look. */
  #query: URLSearchParams | null = null;
  /** From the moment a handler asks for it: what a protocol has read of the body is not known here. */
  #body: RequestBody | null = null;
  #watch: Watch | null = null;
  /** Set once, by `release`: from then on the end of the connection is not about this request. */
  #answered: Answered | null = null;

  constructor(init: RequestInit, peer: Peer) {
    this.method = init.method;
    this.target = init.target;
    this.version = init.version;
    const query = init.target.indexOf("?");
    this.path = query < 0 ? init.target : init.target.slice(0, query);
    this.peer = peer;
    this.#init = init;
  }

  /** Errors: none here; `get` of a field that came twice with two values, and has one, is a 400. */
  get headers(): Headers {
    if (this.#headers !== null) return this.#headers;
    const { headers } = this.#init;
    this.#headers = typeof headers === "function" ? headers() : headers;
    return this.#headers;
  }

  /** What stands behind the `?`, decoded as forms are (`+` is a blank). Empty where there is none. */
  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.target.slice(this.path.length + 1));
    return this.#query;
  }

  /**
   * The protocols that the client would switch to, as it lists them (RFC 9110 §7.8); null where it offers
   * none, or where none may be taken up. An answer with a `takeover` takes one up.
   */
  get upgrade(): string | null {
    return this.#init.upgrade ?? null;
  }

  /**
   * Aborts when the client has gone away before its answer was out, and when the answer is overdue. A client
   * that closes its socket and one that only ends its side send the same FIN: both count as gone, and the
   * answer is sent all the same.
   */
  get signal(): AbortSignal {
    const watch = this.#watched;
    if (watch.abort === null) {
      const abort = new AbortController();
      watch.abort = abort;
      // Asked for after the answer, it stays as it is: the end of the connection is not about this request.
      if (this.#answered === null) watch.forget = this.peer.onEnd(() => abort.abort(clientGone()));
      else if (!this.#answered.complete) abort.abort(clientGone());
    }
    return watch.abort.signal;
  }

  /** Aborts `signal` though the client is still there: its answer is not waited for any more. */
  abort(reason: HttpError): void {
    if (this.#answered !== null) return;
    // Also for a handler that asks for it only later.
    if (!this.signal.aborted) this.#watch?.abort?.abort(reason);
  }

  /**
   * Calls `listener` once, when the answer is out or has broken off; at once when that has been. What went out
   * need not be what the handler returned: a deadline may have answered, or the server refused a bad field.
   * What a listener throws is logged, and harms nothing else.
   */
  onAnswered(listener: AnsweredListener): void {
    if (this.#answered === null) this.#watched.listeners.push(listener);
    else listener(toldOf(this.#answered));
  }

  /** For the protocol: the answer is out or has broken off, as `answered` says. The first call counts. */
  release(answered: Answered, log: Logger): void {
    if (this.#answered !== null) return;
    this.#answered = answered;
    const watch = this.#watch;
    if (watch === null) return;
    watch.forget?.();
    watch.forget = null;
    if (!answered.complete) watch.abort?.abort(clientGone());
    tell(watch.listeners, toldOf(answered), log);
  }

  /**
   * Sets how many bytes the body of this request may have, in the place of the server's `maxBodyBytes`; more
   * are a 413. Errors: TypeError, RangeError for what is no number of bytes; Error once reading has begun.
   */
  limitBody(bytes: number): void {
    this.#content.limit(bytes);
  }

  /**
   * The fields behind the body; null where there are none, and until its end has been read. They are not among
   * `headers`: what decides about a request stands in its head (RFC 9110 §6.5.1).
   */
  get trailers(): Headers | null {
    return this.#init.body?.trailers ?? null;
  }

  /**
   * The body in pieces, as they arrive. To be iterated once.
   * Errors: HttpError 413 when it grows over the limit; 400 and 408 as the source says.
   */
  stream(): AsyncGenerator<Buffer, void, undefined> {
    return this.#content.stream();
  }

  /** The whole body. May be asked for again, also by `text` and `json`. Errors: as `stream`. */
  bytes(): Promise<Buffer> {
    return this.#read((bytes) => bytes);
  }

  /** Errors: as `stream`; 400 when the body is not UTF-8. */
  text(): Promise<string> {
    return this.#read(toText);
  }

  /** Errors: as `text`; 400 when the body is not JSON. */
  json(): Promise<unknown> {
    return this.#read(toJson);
  }

  /** A form, urlencoded or multipart; Node's own parser reads it. Errors: as `bytes`; 415; 400. */
  formData(): Promise<FormData> {
    return awaitedLater(this.#formData());
  }

  /** Also of a request without a body: it has an empty one. */
  get #content(): RequestBody {
    this.#body ??= new RequestBody(this.#init.body, this.#init.maxBodyBytes);
    return this.#body;
  }

  get #watched(): Watch {
    this.#watch ??= { abort: null, forget: null, listeners: [] };
    return this.#watch;
  }

  /**
   * A promise for the handler, in any case: what is here already it does not wait for, and errors are
   * rejections.
   */
  #read<Value>(meaning: (bytes: Buffer) => Value): Promise<Value> {
    try {
      const value = when(this.#content.whole(), meaning);
      return value instanceof Promise ? awaitedLater(value) : Promise.resolve(value);
    } catch (error) {
      return awaitedLater(Promise.reject(error));
    }
  }

  async #formData(): Promise<FormData> {
    const type = this.headers.get("content-type") ?? "";
    if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) {
      throw new HttpError(415, "the body is not a form: its content type says otherwise");
    }
    const bytes = await this.bytes();
    try {
      return await new globalThis.Response(bytes, { headers: { "content-type": type } }).formData();
    } catch (cause) {
      throw new HttpError(400, "the body is not a valid form", { code: "BODY_NOT_FORM", cause });
    }
  }
}

/** A copy: the protocol's own object holds the connection. */
function toldOf({ status, complete, bytes }: Answered): Answered {
  return { status, complete, bytes };
}

/**
 * Errors: HttpError 400. A replacement character would hide what was sent, and be stored as if it had been
 * meant.
 */
function toText(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new HttpError(400, "the body is not valid UTF-8", { code: "BODY_NOT_UTF8" });
  return bytes.toString("utf8");
}

function toJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(toText(bytes));
  } catch (cause) {
    if (cause instanceof HttpError) throw cause;
    throw new HttpError(400, "the body is not valid JSON", { code: "BODY_NOT_JSON", cause });
  }
}

/** The reason of a signal that aborts. It is never sent: its client does not listen any more. */
function clientGone(): HttpError {
  return new HttpError(400, "the client closed the connection, or its answer broke off");
}
