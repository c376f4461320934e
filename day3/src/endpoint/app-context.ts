/**
 * What a handler gets: the request, and the ways to answer it. The server makes one for each request; it is never
 * used for another. An answer method fills `c.response` and returns it, so `(c) => c.string("hi")` and a block
 * body that returns nothing both work; a returned value wins.
 * HOT: whatever is made in the constructor is paid for by every request.
 */

import { Field } from "../http/headers.ts";
import type { Request } from "../http/request.ts";
import { Response, type ResponseBody } from "../http/response.ts";
import { type Logger, silentLogger } from "../log/logger.ts";
import type { Address } from "../net/address.ts";
import { combine, TEXT } from "./header-rule.ts";
import { jsonText } from "./json-text.ts";
import { noServer, type Origin, type ServerFacts } from "./server-facts.ts";
import { State } from "./state.ts";

/** The content types of the answer methods. Made and checked once: a Field needs no checking when it is used. */
const HTML = new Field("content-type", "text/html; charset=utf-8");
const JSON_TYPE = new Field("content-type", "application/json");
const BYTES = new Field("content-type", "application/octet-stream");

/** The params of a path without names. */
export type NoParams = Readonly<Record<never, never>>;

/** One for all contexts: an object without a prototype is slow to make, and most requests have no use for it. */
const NO_PARAMS: NoParams = Object.freeze(Object.create(null));

export class AppContext<Params = NoParams> {
  /** Made by the protocol before the context, and over with the answer. */
  readonly req: Request;
  /** The server's, one for all its contexts. */
  readonly log: Logger;
  /**
   * The path that routes are matched against: as sent, still percent-encoded, without the query. A router puts it
   * into the one form that routes are written in.
   */
  path: string;
  /** What the route's `:names` and `*names` matched, decoded. Filled in by the router. */
  params: Params = NO_PARAMS as Params;
  /** Shared by all contexts of a server. */
  readonly #server: ServerFacts;
  /** Made by the first answer method or the first field; from then on it is changed in place, or replaced by a copy. */
  #response: Response | null = null;
  /** True when the content type came from an answer method: the next one may change it. */
  #ownType = false;
  /** True from an answer method on, until `response` is set. It decides which fields still hold (see header-rule.ts). */
  #isAnswered = false;
  /** Made when it is first asked for, since most requests carry nothing. */
  #state: State | null = null;

  constructor(req: Request, log: Logger = silentLogger, server: ServerFacts = noServer) {
    this.req = req;
    this.log = log;
    this.#server = server;
    this.path = req.path;
  }

  get method(): string {
    return this.req.method;
  }

  /** The path as the client sent it, also where `path` has lost a prefix. */
  get originalPath(): string {
    return this.req.path;
  }

  get query(): URLSearchParams {
    return this.req.query;
  }

  /** Aborts when the client has gone away, or is not kept waiting any longer. */
  get signal(): AbortSignal {
    return this.req.signal;
  }

  /** What this request carries for those who look at it later: `c.state.set(user, found)`. See state.ts. */
  get state(): State {
    this.#state ??= new State();
    return this.#state;
  }

  /** The client's address, as far as the server knows it: that of the connection, or what a trusted proxy says. */
  get remoteAddress(): Address {
    return this.#origin.remoteAddress;
  }

  /** What the client speaks: https over TLS. */
  get scheme(): "http" | "https" {
    return this.#origin.scheme;
  }

  /** The host that the client asked for, with its port where it named one; "" where it named none. */
  get host(): string {
    return this.#origin.host;
  }

  /** Not kept: few handlers ask, and hardly one asks twice. */
  get #origin(): Origin {
    return this.#server.originOf(this.req);
  }

  /** True when the server has begun to stop: a good moment to tell a balancer, or to end a long answer. */
  get isDraining(): boolean {
    return this.#server.isDraining;
  }

  /** True once an answer method has been called. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** What has been built so far; an empty 200 at first. */
  get response(): Response {
    this.#response ??= new Response();
    return this.#response;
  }

  /**
   * Takes a copy of `response`, since it may be another request's too. Fields that were set before stay, where it does
   * not say otherwise. Errors: as `adopt`.
   */
  set response(response: Response) {
    this.adopt(response);
    this.#ownType = false;
    this.#isAnswered = false;
  }

  /**
   * For what stands around a handler: makes an answer from elsewhere this context's own, as if it were built here.
   * Errors: TypeError when it is no Response.
   */
  adopt(answer: Response): Response {
    if (answer !== this.#response) {
      this.#response = combine(answer, this);
      this.#ownType = true;
      this.#isAnswered = true;
    }
    return this.response;
  }

  /** Of the answer, whichever method makes it. Errors: RangeError unless it is a whole number from 200 to 599. */
  status(code: number): this {
    this.response.status = code;
    return this;
  }

  /**
   * Sets a field of the answer, whatever becomes of it: an error has it too. One that may be repeated, such as
   * Set-Cookie, is added to those that are there. Errors: TypeError when name or value cannot go on the wire.
   */
  header(name: string, value: string): this {
    const field = new Field(name, value);
    if (field.isRepeatable) this.response.headers.add(field);
    else this.response.headers.put(field);
    if (field.name === "content-type") this.#ownType = false;
    return this;
  }

  /** Plain text, UTF-8. The counterpart of `c.req.text()`. */
  text(text: string, status?: number): Response {
    return this.#answer(text, TEXT, status);
  }

  /** The same as `text`, by the name that it has in many frameworks. */
  string(text: string, status?: number): Response {
    return this.#answer(text, TEXT, status);
  }

  /** As it is: what comes from a client must have been escaped. */
  html(html: string, status?: number): Response {
    return this.#answer(html, HTML, status);
  }

  /** Errors: TypeError when `value` has no JSON form: a function, a symbol, a cycle, a BigInt, a Map. */
  json(value: unknown, status?: number): Response {
    return this.#answer(jsonText(value), JSON_TYPE, status);
  }

  /** `type` is their media type. Errors: TypeError when it cannot go on the wire. */
  bytes(bytes: Uint8Array, status?: number, type?: string): Response {
    return this.#answer(bytes, bytesOf(type), status);
  }

  /** Sends what `chunks` yields, at the speed the client reads. `type` as for `bytes`. */
  stream(chunks: AsyncIterable<Uint8Array | string>, status?: number, type?: string): Response {
    return this.#answer(chunks, bytesOf(type), status);
  }

  /** Errors: TypeError when `location` cannot go on the wire: encode it first. */
  redirect(location: string, status = 302): Response {
    this.header("location", location);
    this.response.body = null;
    this.response.status = status;
    this.#isAnswered = true;
    return this.response;
  }

  #answer(body: ResponseBody, type: Field, status: number | undefined): Response {
    const response = this.response;
    // First of all: whatever fails from here on, the stream belongs to a response, which lets go of it.
    response.body = body;
    if (status !== undefined) response.status = status;
    if (this.#ownType || !response.headers.holds(type)) {
      response.headers.put(type);
      this.#ownType = true;
    }
    this.#isAnswered = true;
    return response;
  }
}

function bytesOf(type: string | undefined): Field {
  return type === undefined ? BYTES : new Field("content-type", type);
}
