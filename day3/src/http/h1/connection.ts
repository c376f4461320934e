/**
 * HTTP/1.1 on one connection (RFC 9112): a head, an answer, and again, until somebody wants to stop.
 * Pipelined requests are answered in their order, because each is finished before the next is looked at.
 * Nothing here knows of contexts or routes: a request goes into `service`, and a response comes out.
 */

import { isInstance } from "../../guard/is-instance.ts";
import type { Conn } from "../../net/conn.ts";
import { ConnError } from "../../net/conn-error.ts";
import { PENDING, type Waker } from "../../net/pending-read.ts";
import type { Shutdown } from "../../sync/shutdown.ts";
import { HttpError } from "../http-error.ts";
import type { Request } from "../request.ts";
import type { Response } from "../response.ts";
import type { ServeOptions, Service } from "../service.ts";
import { BodyReader } from "./body-reader.ts";
import { beginExchange, refuse, writeAnswer } from "./exchange.ts";
import { type Framing, readFraming } from "./framing.ts";
import { HeadDecoder } from "./head-decoder.ts";
import type { RequestHead } from "./request-head.ts";
import { unfinishedHead } from "./unfinished-head.ts";

const notRunning = () => {};
/** As many pipelined requests are answered in one go; then all other connections have their turn. */
const REQUESTS_PER_TURN = 32;

const goOn = (connection: Http1Connection) => connection.wake();

/** How long who was let in after the stop has begun may take to begin: they have mostly waited, and asked long since. */
const LATE_MS = 1_000;

export class Http1Connection implements Waker {
  readonly #conn: Conn;
  readonly #shutdown: Shutdown;
  readonly #service: Service;
  readonly #options: ServeOptions;
  readonly #heads: HeadDecoder;
  /** Resolves what `run` has returned. */
  #end: () => void = notRunning;
  /** Requests that have been answered. */
  #served = 0;
  /** And those of them since others had their turn. */
  #inTurn = 0;
  /** While no byte of the next request has come, a shutdown or a deadline may end the connection in silence. */
  #isIdle = true;
  /** It came when the server had begun to stop: it gets its one request. */
  #isLate = false;
  /** The request that is being served is a HEAD: no answer to it may have a body, not even an error. */
  #isHead = false;
  /** The request that has no answer yet, or whose answer is going out. */
  #request: Request | null = null;

  constructor(conn: Conn, shutdown: Shutdown, service: Service, options: ServeOptions) {
    this.#conn = conn;
    this.#shutdown = shutdown;
    this.#service = service;
    this.#options = options;
    this.#heads = new HeadDecoder(options.limits, this);
  }

  /** Serves until client, deadline or shutdown end it. Whoever called closes the connection afterwards. */
  run(): Promise<void> {
    return new Promise((resolve) => {
      this.#end = resolve;
      // Runs from the accept on: a client that sends nothing must not hold a connection.
      this.#conn.readDeadline.set(this.#options.limits.headTimeoutMs);
      // PO4: who waits between two requests is sent away at once; a request that has begun is answered.
      this.#isLate = this.#shutdown.isShutdown;
      this.#shutdown.onShutdown(() => {
        if (this.#isIdle && !this.#mayAskOnce()) this.#conn.cancelRead();
      });
      this.wake();
    });
  }

  /**
   * For the connection: a request may have come. Serves all that has come whole, then waits to be woken again.
   * It is no async function: what such a one keeps while it waits, every idle connection would pay for.
   */
  wake(): void {
    try {
      // PO4: what a client has pipelined behind the last answer is never answered; a head that has begun is.
      while (!(this.#isIdle && this.#shutdown.isShutdown && !this.#mayAskOnce())) {
        if (this.#inTurn >= REQUESTS_PER_TURN) return void this.#letOthers();
        const head = this.#conn.pollFrame(this.#heads, this);
        if (head === PENDING) {
          this.#inTurn = 0;
          return;
        }
        if (head === null) break;
        const reusable = this.#exchange(head);
        if (reusable instanceof Promise || this.#conn.isBacklogged) return void this.#wakeAfter(reusable);
        if (!reusable) break;
        this.#awaitNext();
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#end();
  }

  /** A client may have sent thousands of requests: what is answered by microtasks alone keeps all others waiting. */
  #letOthers(): void {
    this.#inTurn = 0;
    setImmediate(goOn, this);
  }

  /** The server stops: whether there is a grace, in which an idle client may send one more request. */
  #mayAskOnce(): boolean {
    const graceMs = Math.max(this.#options.limits.drainGraceMs, this.#isLate ? LATE_MS : 0);
    if (graceMs < this.#conn.readDeadline.remainingMs) this.#conn.readDeadline.set(graceMs);
    return graceMs > 0;
  }

  /** Somebody takes time: the handler, or a client that does not read its answers and gets no more of them. */
  async #wakeAfter(reusable: boolean | Promise<boolean>): Promise<void> {
    try {
      if (await reusable) {
        if (this.#conn.isBacklogged) await this.#conn.flush();
        this.#awaitNext();
        return this.wake();
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#end();
  }

  #awaitNext(): void {
    this.#served += 1;
    this.#inTurn += 1;
    this.#isHead = false;
    this.#conn.readDeadline.set(this.#options.limits.keepAliveTimeoutMs);
  }

  /** One request and its answer. True when another request may follow. */
  #exchange(head: RequestHead): boolean | Promise<boolean> {
    this.#isIdle = false;
    this.#isHead = head.method === "HEAD";
    const framing = readFraming(head);
    const body = framing.length === 0 ? null : new BodyReader(this.#conn, framing, this.#options.limits);
    const request = beginExchange(this.#conn, head, body, this.#options.limits);
    this.#request = request;
    const response = this.#service(request);
    return response instanceof Promise
      ? response.then((value) => this.#answer(request, value, framing, body))
      : this.#answer(request, response, framing, body);
  }

  /** Writes the answer, and reads over what the handler left of the request. */
  #answer(
    request: Request,
    response: Response,
    framing: Framing,
    body: BodyReader | null,
  ): boolean | Promise<boolean> {
    const isLast = this.#served + 1 >= this.#options.limits.maxRequestsPerConnection;
    // Asked only now: the shutdown may have come while the handler worked.
    const isOver = isLast || this.#shutdown.isShutdown || this.#options.facts?.isDraining === true;
    const canFollow = body === null || body.settle(response.isStream);
    const keepAlive = framing.keepAlive && !isOver && canFollow;
    body?.answerBegins();
    const rules = { isHead: this.#isHead, version: request.version, keepAlive };
    const written = writeAnswer(this.#conn, request, response, rules, this.#options.log);
    return written instanceof Promise
      ? written.then((reusable) => this.#answered(body, reusable))
      : this.#answered(body, written);
  }

  /** The answer is out. */
  #answered(body: BodyReader | null, reusable: boolean): boolean | Promise<boolean> {
    this.#release(!this.#conn.isClosed);
    if (!reusable) return false;
    this.#isIdle = true;
    return body === null || body.isDone || body.drain();
  }

  /** Nothing is held of a request that is over. */
  #release(complete: boolean): void {
    this.#request?.release(complete, this.#options.log);
    this.#request = null;
  }

  /** For the decoder: the first bytes of a head that has not come whole. */
  headBegins(): void {
    this.#isIdle = false;
    if (this.#served > 0) this.#conn.readDeadline.set(this.#options.limits.headTimeoutMs);
  }

  /** The end of the connection by an error. Where no answer has begun, the client is told. */
  #fail(error: unknown): void {
    const { log } = this.#options;
    // A stream may have thrown anything at all: even `instanceof` can fail.
    const isConn = isInstance(error, ConnError);
    const known = isConn && !this.#isIdle ? unfinishedHead(error) : error;
    if (!this.#request?.isAnswering && isInstance(known, HttpError)) {
      const status = refuse(this.#conn, known, this.#isHead, log);
      this.#request?.answers(status);
      this.#release(true);
      return;
    }
    this.#release(false);
    // Nothing has begun and nothing is owed: an orderly end, by whoever called us.
    if (this.#isIdle) return;
    // An answer that breaks off must not look complete: without its end, and reset, it does not (RFC 9112 §8).
    if (!isConn) log.error({ err: error }, "response failed");
    this.#conn.destroy();
  }
}
