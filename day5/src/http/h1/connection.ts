/**
 * HTTP/1.1 on one connection (RFC 9112): a head, an answer, and again, until either side wants to stop.
 * Pipelined requests are answered in their order, because each is finished before the next is looked at.
 * Made by `serve` for each connection, and as long-lived: what it holds, every idle connection pays for.
 * Nothing here knows of contexts or routes: a request goes into `service`, and a response comes out.
 */

import { isInstance } from "../../guard/is-instance.ts";
import type { Conn } from "../../net/conn.ts";
import { ConnError } from "../../net/conn-error.ts";
import { PENDING, type Waker } from "../../net/pending-read.ts";
import type { Shutdown } from "../../sync/shutdown.ts";
import { HttpError } from "../http-error.ts";
import type { Response, Takeover } from "../response.ts";
import type { ServeOptions, Service } from "../service.ts";
import { Exchange } from "./exchange.ts";
import { HeadDecoder } from "./head-decoder.ts";
import { unfinishedHead } from "./reject-head.ts";
import type { RequestHead } from "./request-head.ts";
import { forgetDate } from "./write-response.ts";

/** So many pipelined requests are answered in one go; then all other connections have their turn. */
const REQUESTS_PER_TURN = 32;

/**
 * How long a client that was let in after the stop may take to begin: most have waited, and asked long since.
 */
const LATE_MS = 1_000;

/**
 * What the connection is doing; it goes round in this order. What an end of the connection means depends on
 * it alone:
 * - idle: no byte of the next request has come. Shutdown, deadline or client may end it in silence.
 * - head: a part of a head has come. It is waited for, and where it does not come whole, the client is told.
 * - handling: the head is whole, and the handler works or reads the body. An error can still be told.
 * - answering: the answer is going out. What breaks now breaks it off.
 * - switched: the last answer was a 101, and the connection belongs to its takeover. There is no way back.
 */
type State = "idle" | "head" | "handling" | "answering" | "switched";

export class Http1Connection implements Waker {
  readonly #conn: Conn;
  readonly #shutdown: Shutdown;
  readonly #service: Service;
  readonly #options: ServeOptions;
  readonly #heads: HeadDecoder;
  /** Resolves what `run` has returned; set by it, called once, when nothing more will be served here. */
  #end: () => void = () => {};
  #state: State = "idle";
  /**
   * Made for each head that has come whole, and let go of when its answer is out: an idle connection has
   * none.
   */
  #exchange: Exchange | null = null;
  /**
   * Requests that have been answered. The first head has a deadline of its own, and the last answer says
   * close.
   */
  #served = 0;
  /** And those of them since other connections had their turn. */
  #inTurn = 0;
  /** The server stops. A field of ours, set by the signal: every request asks for it several times. */
  #isStopping = false;
  /** It came when the server had begun to stop: it gets its one request. */
  #isLate = false;

  constructor(conn: Conn, shutdown: Shutdown, service: Service, options: ServeOptions) {
    this.#conn = conn;
    this.#shutdown = shutdown;
    this.#service = service;
    this.#options = options;
    this.#heads = new HeadDecoder(options.limits);
  }

  /** Serves until client, deadline or shutdown end it. The caller closes the connection afterwards. */
  run(): Promise<void> {
    return new Promise((resolve) => {
      this.#end = resolve;
      // Runs from the accept on: a client that sends nothing must not hold a connection.
      this.#conn.readDeadline.set(this.#options.limits.headTimeoutMs);
      this.#isLate = this.#shutdown.isShutdown;
      // PO4: who waits between two requests is sent away; a request that has begun is answered.
      this.#shutdown.onShutdown(() => {
        this.#isStopping = true;
        if (this.#state === "idle") this.#hurry();
      });
      this.wake();
    });
  }

  /**
   * For the connection: a request may have come. Serves all that has come whole, then waits to be woken again.
   * It is no async function: what such a one keeps while it waits, every idle connection would pay for.
   */
  wake(): void {
    forgetDate();
    try {
      // PO4: what a client has pipelined behind the last answer is never answered; a head that has begun is.
      while (!this.#isStopping || this.#state !== "idle" || this.#graceMs > 0) {
        if (this.#inTurn >= REQUESTS_PER_TURN) return void this.#letOthers();
        const head = this.#conn.pollFrame(this.#heads, this);
        if (head === PENDING) return void this.#wait();
        if (head === null) break;
        const reusable = this.#serve(head);
        if (reusable instanceof Promise || this.#conn.isBacklogged) return void this.#wakeAfter(reusable);
        if (!reusable) break;
        this.#awaitNext();
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#end();
  }

  /** The server stops: how long an idle client may take to send one more request. */
  get #graceMs(): number {
    const { drainGraceMs } = this.#options.limits;
    return this.#isLate ? Math.max(drainGraceMs, LATE_MS) : drainGraceMs;
  }

  /** The server stops while this connection is idle: it ends now, or when its grace is over. */
  #hurry(): void {
    const { readDeadline } = this.#conn;
    if (this.#graceMs === 0) this.#conn.cancelRead();
    else if (this.#graceMs < readDeadline.remainingMs) readDeadline.set(this.#graceMs);
  }

  /**
   * No whole head has come. The first bytes of a later one start its deadline; that of the first runs
   * already.
   */
  #wait(): void {
    this.#inTurn = 0;
    if (this.#state !== "idle" || !this.#heads.hasBegun) return;
    this.#state = "head";
    if (this.#served > 0) this.#conn.readDeadline.set(this.#options.limits.headTimeoutMs);
  }

  /**
   * A client may have sent thousands of requests: what is answered by microtasks alone keeps all others
   * waiting.
   */
  #letOthers(): void {
    this.#inTurn = 0;
    setImmediate(() => this.wake());
  }

  /** The handler takes time, or a client does not read its answers and gets no more of them. */
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

  /**
   * An answer is out and another request may follow: from now on the client has the time of an idle
   * connection.
   */
  #awaitNext(): void {
    this.#served += 1;
    this.#inTurn += 1;
    this.#conn.readDeadline.set(this.#options.limits.keepAliveTimeoutMs);
    if (this.#isStopping) this.#hurry();
  }

  /** One request and its answer. True when another request may follow. */
  #serve(head: RequestHead): boolean | Promise<boolean> {
    this.#state = "handling";
    const exchange = new Exchange(head, this.#conn, this.#options);
    this.#exchange = exchange;
    const response = this.#service(exchange.open());
    // Not `when`, here and below: its closures would cost a request more than all the rest of this method.
    if (!(response instanceof Promise)) return this.#answer(exchange, response);
    return response.then((value) => {
      forgetDate();
      return this.#answer(exchange, value);
    });
  }

  /** Writes the answer, and skips what the handler left of the request. */
  #answer(exchange: Exchange, response: Response): boolean | Promise<boolean> {
    this.#state = "answering";
    const { limits, facts } = this.#options;
    // Asked only now: the shutdown may have come while the handler worked.
    const isStopping = this.#isStopping || facts?.isDraining === true;
    if (isStopping || this.#served + 1 >= limits.maxRequestsPerConnection) exchange.keepAlive = false;
    // Even where nothing follows: from the answer on, nothing else may be said to the client.
    if (exchange.body?.prepareReuse(response.isStream) === false) exchange.keepAlive = false;
    const written = exchange.answer(response);
    if (!(written instanceof Promise)) return this.#answered(exchange, written);
    return written.then((reusable) => this.#answered(exchange, reusable));
  }

  /** The answer is out. */
  #answered(exchange: Exchange, reusable: boolean): boolean | Promise<boolean> {
    const { body, takeover } = exchange;
    this.#release(!this.#conn.isClosed);
    if (takeover !== null) return this.#handOver(takeover);
    if (!reusable) return false;
    this.#state = "idle";
    return body === null || body.isDone || body.drain();
  }

  /**
   * From here on the connection speaks another protocol. Its permit, its place in the drain and its end stay
   * ours.
   */
  async #handOver(takeover: Takeover): Promise<false> {
    this.#state = "switched";
    this.#conn.readDeadline.clear();
    await takeover(this.#conn, this.#shutdown);
    return false;
  }

  /** Nothing is held of a request that is over. */
  #release(complete: boolean): void {
    this.#exchange?.release(complete);
    this.#exchange = null;
  }

  /** The end of the connection by an error. Where no answer has begun, the client is told. */
  #fail(error: unknown): void {
    const state = this.#state;
    // A stream may have thrown anything at all: even `instanceof` can fail.
    const isConn = isInstance(error, ConnError);
    const known = isConn && state === "head" ? unfinishedHead(error) : error;
    if (state !== "answering" && state !== "switched" && isInstance(known, HttpError)) {
      this.#exchange ??= new Exchange(null, this.#conn, this.#options);
      this.#exchange.refuse(known);
      this.#release(true);
      return;
    }
    this.#release(false);
    // Nothing has begun and nothing is owed: an orderly end, by the caller.
    if (state === "idle") return;
    // What breaks off must not look complete: without its end, and reset, it does not (RFC 9112 §8).
    const what = state === "switched" ? "takeover failed" : "response failed";
    if (!isConn) this.#options.log.error({ err: error }, what);
    this.#conn.destroy();
  }
}
