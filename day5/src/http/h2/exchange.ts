/**
 * One request of HTTP/2 and its answer: a stream. Made by Http2Connection when a head has come, and let go of when the
 * stream is over. It is at once what the request is made of (RequestInit) and what became of it (Answered).
 * HOT: made for each request.
 */

import type { ServerHttp2Stream } from "node:http2";
import type { Reactor } from "../../event-loop/reactor.ts";
import type { Conn } from "../../net/conn.ts";
import type { Answered } from "../answered.ts";
import { errorResponse } from "../error-response.ts";
import type { Headers } from "../headers.ts";
import { Request, type RequestInit } from "../request.ts";
import type { Response, Takeover } from "../response.ts";
import type { ServeOptions, Service } from "../service.ts";
import { Http2Body } from "./body.ts";
import { NO_ERROR } from "./codes.ts";
import { endByClient, refuseRest } from "./refuse-rest.ts";
import { type Http2Head, headersOf, readHead } from "./request-fields.ts";
import { StreamPeer } from "./stream-peer.ts";
import { answerSwitch } from "./switch-stream.ts";
import { writeResponse } from "./write-response.ts";

/** What the connection wants to know of its streams. */
export interface ExchangeListener {
  /** Something of an answer waits for the client to take it. */
  onWriting(): void;
  /** The stream goes on as a WebSocket, for as long as the takeover likes, or the stop lets it. */
  onSwitch(stream: ServerHttp2Stream, takeover: Takeover): void;
  /** Called once. `complete` is false where the client has reset it before its answer was out. */
  onEnd(exchange: Http2Exchange): void;
}

export class Http2Exchange implements RequestInit, Answered {
  readonly version = "2";
  /** "-" where the head was refused: the log has a word then. Set by `run`, as are the two below. */
  method = "-";
  target = "-";
  /** As `RequestInit.upgrade`: "websocket", which is all that is offered here. */
  upgrade: string | null = null;
  /** Of the answer, from the moment it begins. 0: none has begun. */
  status = 0;
  /** All of the answer is with Node. */
  complete = false;
  /** Of the body, as far as they were given to Node. */
  bytes = 0;
  /** Null where there is none. */
  body: Http2Body | null = null;
  /** Node's. It may outlive this object's interest by a little: `#isOver` says when to leave it alone. */
  readonly #stream: ServerHttp2Stream;
  /** The fields as they came, names and values by turns. Read once, by `run`. */
  readonly #raw: readonly string[];
  /** Of the server: limits and log. */
  readonly #options: ServeOptions;
  /** Tells the time, for the body and for what waits to be taken. */
  readonly #reactor: Reactor;
  /** The connection, which holds this exchange until it has told it its end. */
  readonly #listener: ExchangeListener;
  /** Set by `run`, where the head was good. */
  #head: Http2Head | null = null;
  /** Made by `run`, where the head was good; it holds this exchange as what it is made of. */
  #request: Request | null = null;
  /** The client, as the request sees it. */
  readonly #peer: StreamPeer;
  /** When the last piece was handed to Node; -1 while nothing waits for the client. */
  #writingSince = -1;
  /** From the first `gone` on: nothing is sent, and no answer is waited for. */
  #isOver = false;

  constructor(
    stream: ServerHttp2Stream,
    raw: readonly string[],
    conn: Conn,
    options: ServeOptions,
    reactor: Reactor,
    listener: ExchangeListener,
  ) {
    this.#stream = stream;
    this.#raw = raw;
    this.#peer = new StreamPeer(conn);
    this.#options = options;
    this.#reactor = reactor;
    this.#listener = listener;
    // What it says, "close" says too. Without a listener it would end the process.
    stream.on("error", () => {});
    stream.on("finish", () => this.#sent());
    stream.on("close", () => this.gone());
  }

  /** Made by each call: the request asks once, and keeps what it gets. */
  get headers(): Headers {
    return headersOf(this.#head?.fields ?? []);
  }

  get maxBodyBytes(): number {
    return this.#options.limits.maxBodyBytes;
  }

  /** Asks the service, and sends what it answers. */
  run(service: Service): void {
    try {
      const head = readHead(this.#raw, this.#options.limits);
      this.#head = head;
      ({ method: this.method, target: this.target, upgrade: this.upgrade } = head);
      // What follows an extended CONNECT is no body: it belongs to what takes the stream over.
      if (!this.#stream.endAfterHeaders && head.upgrade === null && head.length !== 0)
        this.body = new Http2Body(this.#stream, head, this.#options.limits, this.#reactor);
    } catch (error) {
      this.#options.log.debug({ err: error }, "request rejected");
      this.#answer(errorResponse(error, { log: this.#options.log, method: "-", path: "-" }));
      return;
    }
    this.#request = new Request(this, this.#peer);
    const response = service(this.#request);
    if (response instanceof Promise) response.then((value) => this.#answer(value));
    else this.#answer(response);
  }

  /** Milliseconds until the client has had `timeoutMs` for what waits for it; Infinity where there is nothing to look for. */
  writingMs(timeoutMs: number): number {
    if (this.#writingSince < 0) return Number.POSITIVE_INFINITY;
    const { writableEnded, writableLength } = this.#stream;
    // A source that says nothing for long: its client has all of it so far, unless it has gone.
    if (!writableEnded && writableLength === 0 && !this.#peer.hasEnded) return timeoutMs;
    return this.#writingSince + timeoutMs - this.#reactor.now;
  }

  /** As endByClient says. */
  clientEnded(): void {
    const onWait = () => this.#writing(0);
    endByClient(this.#stream, this.status === 101, this.#reactor, onWait, () => this.bytes);
  }

  /** The stream is over, or the connection. The first call counts. */
  gone(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.body?.dispose();
    this.#release();
    this.#peer.tellGone();
    this.#listener.onEnd(this);
  }

  /** An answer that cannot be sent is a 500, as long as nothing of it has been. */
  #answer(response: Response): void {
    this.body?.stopContinue();
    if (this.#isOver || this.#stream.destroyed) {
      response.discard();
      return;
    }
    const writing = (bytes: number) => this.#writing(bytes);
    try {
      this.status = response.status;
      if (response.status === 101) {
        this.#listener.onSwitch(this.#stream, answerSwitch(this.#stream, response, this.upgrade));
        this.complete = true;
        this.#release();
        return;
      }
      const written = writeResponse(this.#stream, response, this.method === "HEAD", writing);
      written?.then(
        () => response.finish(),
        (error) => this.#fail(error, response),
      );
      if (written === null) response.finish();
      // It ends with its head: Node says "finish" of a body only.
      if (written === null && this.bytes === 0) this.#sent();
    } catch (error) {
      response.discard();
      if (this.#stream.headersSent || this.#stream.destroyed) {
        this.#fail(error, response);
        return;
      }
      const [{ log }, req] = [this.#options, this.#request];
      const place = { log, method: this.method, path: req?.path ?? "-" };
      const told = errorResponse(error, req === null ? place : { ...place, req });
      this.status = told.status;
      writeResponse(this.#stream, told, this.method === "HEAD", writing);
    }
  }

  /** An answer that has begun breaks off: a reset, so that it does not look whole. */
  #fail(error: unknown, response: Response): void {
    response.finish();
    if (!this.#isOver) this.#options.log.error({ err: error }, "response failed");
    this.cutOff();
  }

  /**
   * Also for the connection: its client takes nothing. Not by `close`: it would end the body first, and what had come
   * would look whole.
   */
  cutOff(): void {
    this.#stream.destroy(new Error("the answer broke off"));
  }

  /** A piece is with Node, which sends it as the windows of the client allow. */
  #writing(bytes: number): void {
    this.bytes += bytes;
    this.#writingSince = this.#reactor.now;
    this.#listener.onWriting();
  }

  /** All of the answer is with the session. */
  #sent(): void {
    this.#writingSince = -1;
    this.complete = this.#stream.rstCode === NO_ERROR;
    this.#release();
    if (this.#stream.endAfterHeaders || this.#stream.readableEnded) return;
    // Its head may still wait for the client.
    this.#writing(0);
    refuseRest(this.#stream, this.#reactor);
  }

  /**
   * Tells the request what became of its answer. It may come twice, from the end of the answer and from that of the
   * stream.
   */
  #release(): void {
    this.#request?.release(this, this.#options.log);
  }
}
