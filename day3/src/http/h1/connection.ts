/**
 * HTTP/1.1 on one connection (RFC 9112): a head, an answer, and again, until somebody wants to stop.
 * Pipelined requests are answered in their order, because each is finished before the next is looked at.
 * Nothing here knows of contexts or routes: a request goes into `service`, and a response comes out.
 */

import type { Conn } from "../../net/conn.ts";
import { ConnError } from "../../net/conn-error.ts";
import type { Shutdown } from "../../sync/shutdown.ts";
import { errorResponse } from "../error-response.ts";
import { HttpError } from "../http-error.ts";
import { Request } from "../request.ts";
import type { Response } from "../response.ts";
import type { ServeOptions, Service } from "../service.ts";
import { BodyReader } from "./body-reader.ts";
import { type Framing, readFraming } from "./framing.ts";
import { HeadDecoder } from "./head-decoder.ts";
import type { RequestHead } from "./request-head.ts";
import { originForm } from "./target.ts";
import { writeResponse } from "./write-response.ts";

export class Http1Connection {
  readonly #conn: Conn;
  readonly #shutdown: Shutdown;
  readonly #service: Service;
  readonly #options: ServeOptions;
  readonly #heads: HeadDecoder;
  #isFirst = true;
  /** While no byte of the next request has come, a shutdown or a deadline may end the connection in silence. */
  #isIdle = true;
  /** The request that is being served is a HEAD: no answer to it may have a body, not even an error. */
  #isHead = false;
  /** While an answer is going out, nothing else may be said: it would be read as a part of that answer. */
  #isAnswering = false;

  constructor(conn: Conn, shutdown: Shutdown, service: Service, options: ServeOptions) {
    this.#conn = conn;
    this.#shutdown = shutdown;
    this.#service = service;
    this.#options = options;
    this.#heads = new HeadDecoder(options.limits, () => this.#headBegins());
  }

  /** Serves until client, deadline or shutdown end it. Whoever called closes the connection afterwards. */
  async run(): Promise<void> {
    // PO4: who waits between two requests is sent away at once; a request that has begun is answered.
    this.#shutdown.onShutdown(() => {
      if (this.#isIdle) this.#conn.cancelRead();
    });
    // Runs from the accept on: a client that sends nothing must not hold a connection.
    this.#conn.readDeadline.set(this.#options.limits.headTimeoutMs);
    try {
      await this.#serveAll();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Awaits only what is a promise: a pipelined batch with plain handlers is answered without one. */
  async #serveAll(): Promise<void> {
    for (;;) {
      // PO4: what a client has pipelined behind the last answer is never answered.
      if (this.#shutdown.isShutdown) return;
      let head = this.#conn.readFrame(this.#heads);
      if (head instanceof Promise) head = await head;
      if (head === null) return;
      // Methods of their own: what waits here for the next request must not hold on to the last one's body.
      let reusable = this.#exchange(head);
      if (reusable instanceof Promise) reusable = await reusable;
      if (!reusable) return;
      // A client that does not read its answers gets no more of them.
      if (this.#conn.isBacklogged) await this.#conn.flush();
      this.#isFirst = false;
      this.#isHead = false;
      this.#conn.readDeadline.set(this.#options.limits.keepAliveTimeoutMs);
    }
  }

  /** One request and its answer. True when another request may follow. */
  #exchange(head: RequestHead): boolean | Promise<boolean> {
    this.#isIdle = false;
    this.#isHead = head.method === "HEAD";
    const framing = readFraming(head);
    const body = framing.length === 0 ? null : new BodyReader(this.#conn, framing, this.#options.limits);
    const request = this.#request(head, body);
    const response = this.#service(request);
    return response instanceof Promise
      ? response.then((value) => this.#answer(request, value, framing, body))
      : this.#answer(request, response, framing, body);
  }

  #request(head: RequestHead, body: BodyReader | null): Request {
    const { method, target, version, fields } = originForm(head);
    const { maxBodyBytes } = this.#options.limits;
    return new Request({ method, target, version, fields, body, maxBodyBytes }, this.#conn);
  }

  /** Writes the answer, and reads over what the handler left of the request. */
  #answer(
    request: Request,
    response: Response,
    framing: Framing,
    body: BodyReader | null,
  ): boolean | Promise<boolean> {
    this.#isAnswering = true;
    const written = this.#write(request, response, framing, body);
    return written instanceof Promise
      ? written.then((reusable) => this.#answered(request, body, reusable))
      : this.#answered(request, body, written);
  }

  #write(
    request: Request,
    response: Response,
    framing: Framing,
    body: BodyReader | null,
  ): boolean | Promise<boolean> {
    // Asked only now: the shutdown may have come while the handler worked.
    const canFollow = body === null || body.settle(response.isStream);
    const keepAlive = framing.keepAlive && !this.#shutdown.isShutdown && canFollow;
    body?.answerBegins();
    const rules = { isHead: this.#isHead, version: request.version, keepAlive };
    try {
      return writeResponse(this.#conn, response, rules);
    } catch (error) {
      // Nothing has been written: the client can still be told.
      const { method, path } = request;
      return writeResponse(this.#conn, errorResponse(error, { log: this.#options.log, method, path }), rules);
    }
  }

  /** The answer is out. */
  #answered(request: Request, body: BodyReader | null, reusable: boolean): boolean | Promise<boolean> {
    this.#isAnswering = false;
    request.release();
    if (!reusable) return false;
    this.#isIdle = true;
    return body === null || body.isDone || body.drain();
  }

  /** The first bytes of a head that has not come whole. */
  #headBegins(): void {
    this.#isIdle = false;
    if (!this.#isFirst) this.#conn.readDeadline.set(this.#options.limits.headTimeoutMs);
  }

  /** The end of the connection by an error. Where no answer has begun, the client is told. */
  #fail(error: unknown): void {
    const { log } = this.#options;
    const known = error instanceof ConnError ? this.#inHttp(error) : error;
    if (known instanceof HttpError && !this.#isAnswering) {
      const response = errorResponse(known, { log, method: "-", path: "-" });
      log.debug({ err: known }, "request rejected");
      writeResponse(this.#conn, response, { isHead: this.#isHead, version: "1.1", keepAlive: false });
      return;
    }
    // Nothing has begun and nothing is owed: an orderly end, by whoever called us.
    if (this.#isIdle) return;
    // An answer that breaks off must not look complete: without its end, and reset, it does not (RFC 9112 §8).
    if (!(error instanceof ConnError)) log.error({ err: error }, "response failed");
    this.#conn.destroy();
  }

  /** What a client that is still there should hear of a connection error; null: nothing. */
  #inHttp(error: ConnError): HttpError | null {
    if (this.#isIdle) return null;
    if (error.code === "READ_TIMEOUT") {
      return new HttpError(408, "the request head took too long to arrive", {
        code: "HEAD_TIMEOUT",
        cause: error,
      });
    }
    if (error.code === "UNEXPECTED_END") {
      return new HttpError(400, "the request head is not complete", { code: "HEAD_CUT_SHORT", cause: error });
    }
    return null;
  }
}
