/**
 * What a handler gets: the request, and the ways to answer it. One is made for each request and never
 * used again. An answer method fills `c.response` and returns it, so `(c) => c.string("hi")` and a block
 * body that returns nothing both work; a returned value wins.
 */

import { Field } from "../http/field.ts";
import type { Request } from "../http/request.ts";
import { Response, type ResponseBody } from "../http/response.ts";
import { type Logger, silentLogger } from "../log/logger.ts";
import type { Address } from "../net/address.ts";
import type { NoParams } from "./endpoint.ts";
import { combine } from "./header-rule.ts";
import { jsonText } from "./json-text.ts";
import { noServer, type ServerFacts } from "./server-facts.ts";

/** The content types of the answer methods. */
const TEXT = new Field("content-type", "text/plain; charset=utf-8");
const HTML = new Field("content-type", "text/html; charset=utf-8");
const JSON_TYPE = new Field("content-type", "application/json");
const BYTES = new Field("content-type", "application/octet-stream");

/** One for all contexts: an object without a prototype is slow to make, and most requests have no use for it. */
const NO_PARAMS: NoParams = Object.freeze(Object.create(null));

export class AppContext<Params = NoParams> {
  readonly req: Request;
  readonly log: Logger;
  /**
   * The path that routes are matched against: as sent, still percent-encoded, without the query. A router puts it
   * into the one form that routes are written in.
   */
  path: string;
  /** What the route's `:names` and `*names` matched, decoded. Filled in by the router. */
  params: Params = NO_PARAMS as Params;
  readonly #server: ServerFacts;
  #response: Response | null = null;
  /** True when the content type came from an answer method: the next one may change it. */
  #ownType = false;
  #isAnswered = false;

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

  /** The client's address, or that of whoever is in front of it: see `trustProxy`. */
  get remoteAddress(): Address {
    return this.#server.proxies?.originOf(this.req).remoteAddress ?? this.req.peer.remoteAddress;
  }

  /** What the client speaks: https over TLS, ours or that of a proxy that is trusted. */
  get scheme(): "http" | "https" {
    const own = this.req.peer.scheme === "tls" ? "https" : "http";
    return this.#server.proxies?.originOf(this.req).scheme ?? own;
  }

  /** The host that the client asked for, with its port where it named one; "" where it named none. */
  get host(): string {
    return this.#server.proxies?.originOf(this.req).host ?? this.req.headers.get("host") ?? "";
  }

  /** True when the server has begun to stop: a good moment to tell a balancer, or to end a long answer. */
  get isDraining(): boolean {
    return this.#server.isDraining;
  }

  /** True once an answer method has been called: somebody has spoken. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** What has been built so far; an empty 200 at first. */
  get response(): Response {
    this.#response ??= new Response();
    return this.#response;
  }

  /** Takes a copy of `response`. Fields that were set before stay, where it does not say otherwise. */
  set response(response: Response) {
    this.adopt(response);
    this.#ownType = false;
    this.#isAnswered = false;
  }

  /** For what stands around a handler: makes an answer from elsewhere this context's own, as if built here. */
  adopt(answer: Response): Response {
    if (answer !== this.#response) {
      this.#response = combine(answer, this);
      this.#ownType = true;
      this.#isAnswered = true;
    }
    return this.response;
  }

  /** Errors: RangeError unless it is a whole number from 200 to 599. */
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

  string(text: string, status?: number): Response {
    return this.#answer(text, TEXT, status);
  }

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
    // First of all: whatever fails from here on, there is somebody to let go of a stream.
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
