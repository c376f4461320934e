/**
 * One request: its head, and a body that is read when a handler asks for it. Made by the protocol layer,
 * found by handlers as `c.req`. What it has to compute, it computes on first use: most requests are
 * answered without a look at their fields.
 */

import { isUtf8 } from "node:buffer";
import type { Logger } from "../log/logger.ts";
import type { Address, Scheme } from "../net/address.ts";
import { type AnsweredListener, tell } from "./answered.ts";
import { awaitedLater } from "./awaited-later.ts";
import type { BodySource } from "./body-source.ts";
import type { Headers } from "./headers.ts";
import { HttpError } from "./http-error.ts";
import { parseFields } from "./parse-fields.ts";
import { RequestBody } from "./request-body.ts";

/** The connection as a request sees it. */
export interface Peer {
  readonly localAddress: Address;
  readonly remoteAddress: Address;
  readonly scheme: Scheme;
  /** Calls `listener` when the client is gone, or has ended its side. Returns how to take it back. */
  onEnd(listener: () => void): () => void;
}

export interface RequestInit {
  readonly method: string;
  /** The path and query as sent: `/p/go?x=1`, or `*`. */
  readonly target: string;
  readonly version: "1.0" | "1.1";
  /** The field lines as they came, each with its CR LF, and valid. */
  readonly fields: string;
  /** null: the request has no body. */
  readonly body: BodySource | null;
  readonly maxBodyBytes: number;
}

export class Request {
  readonly method: string;
  readonly target: string;
  /** The part of the target before the `?`, still percent-encoded. */
  readonly path: string;
  readonly version: "1.0" | "1.1";
  readonly peer: Peer;
  readonly #init: RequestInit;
  #headers: Headers | null = null;
  #query: URLSearchParams | null = null;
  #abort: AbortController | null = null;
  /** Takes the listener of `#abort` back. */
  #forget: (() => void) | null = null;
  /** Who wants to know what became of the answer; most requests have nobody. */
  #listeners: AnsweredListener[] | null = null;
  /** The answer is out, or has broken off: from now on nothing is listened to. */
  #isOver = false;
  /** That of the answer, from the moment it begins. */
  #status = 0;
  #complete = false;
  /** From the moment somebody asks for it. */
  #body: RequestBody | null = null;

  constructor(init: RequestInit, peer: Peer) {
    this.method = init.method;
    this.target = init.target;
    this.version = init.version;
    const query = init.target.indexOf("?");
    this.path = query < 0 ? init.target : init.target.slice(0, query);
    this.peer = peer;
    this.#init = init;
  }

  get headers(): Headers {
    this.#headers ??= parseFields(this.#init.fields);
    return this.#headers;
  }

  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.target.slice(this.path.length + 1));
    return this.#query;
  }

  /**
   * Aborts when the client has gone away before its answer was out, and when the answer is overdue. A client
   * that closes its socket and one that only ends its side send the same FIN: both count as gone, and the
   * answer is sent all the same.
   */
  get signal(): AbortSignal {
    if (this.#abort === null) {
      const abort = new AbortController();
      this.#abort = abort;
      // Asked for after the answer, it stays as it is: the end of the connection is not about this request.
      if (!this.#isOver) this.#forget = this.peer.onEnd(() => abort.abort(clientGone()));
      else if (!this.#complete) abort.abort(clientGone());
    }
    return this.#abort.signal;
  }

  /** Aborts `signal` though the client is still there: nobody waits for this answer any more. */
  abort(reason: HttpError): void {
    if (this.#isOver) return;
    // Also for a handler that asks for it only later.
    if (!this.signal.aborted) this.#abort?.abort(reason);
  }

  /**
   * Calls `listener` once, when the answer is out or has broken off; at once when that has been. What went out
   * need not be what the handler returned: a deadline may have answered, or the server refused a bad field.
   * What a listener throws is logged, and harms nobody.
   */
  onAnswered(listener: AnsweredListener): void {
    if (this.#isOver) listener({ status: this.#status, complete: this.#complete });
    else if (this.#listeners === null) this.#listeners = [listener];
    else this.#listeners.push(listener);
  }

  /** True while an answer is going out: nothing else may be said, it would be read as a part of it. */
  get isAnswering(): boolean {
    return this.#status !== 0 && !this.#isOver;
  }

  /** Called by the protocol when it is about to write an answer, and again where it has to write another one. */
  answers(status: number): void {
    this.#status = status;
  }

  /** Called by the protocol when the answer is out or has broken off, and says which. The first call counts. */
  release(complete: boolean, log: Logger): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#complete = complete;
    this.#forget?.();
    this.#forget = null;
    if (!complete) this.#abort?.abort(clientGone());
    if (this.#listeners !== null) tell(this.#listeners, { status: this.#status, complete }, log);
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
    return this.#content.bytes();
  }

  /** Errors: as `stream`; 400 when the body is not UTF-8. */
  text(): Promise<string> {
    return awaitedLater(this.#text());
  }

  /** Errors: as `text`; 400 when the body is not JSON. */
  json(): Promise<unknown> {
    return awaitedLater(this.#json());
  }

  /** A form, urlencoded or multipart; Node's own parser reads it. Errors: as `bytes`; 415; 400. */
  formData(): Promise<FormData> {
    return awaitedLater(this.#formData());
  }

  get #content(): RequestBody {
    this.#body ??= new RequestBody(this.#init.body, this.#init.maxBodyBytes);
    return this.#body;
  }

  async #text(): Promise<string> {
    const bytes = await this.bytes();
    if (!isUtf8(bytes)) throw new HttpError(400, "the body is not valid UTF-8", { code: "BODY_NOT_UTF8" });
    return bytes.toString("utf8");
  }

  async #json(): Promise<unknown> {
    const text = await this.#text();
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new HttpError(400, "the body is not valid JSON", { code: "BODY_NOT_JSON", cause });
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

function clientGone(): HttpError {
  return new HttpError(400, "the client closed the connection, or its answer broke off");
}
