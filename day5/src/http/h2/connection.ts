/**
 * HTTP/2 on one connection (RFC 9113), spoken by `node:http2` from its first byte on: here is what a server owes it.
 * Deadlines for a client that is silent, bounds for one that floods, and an end in two steps, so that no request that is
 * on its way is lost. Made by `serve`. Each stream is an Http2Exchange; both ask the same service as HTTP/1.1.
 */

import type { ServerHttp2Session, ServerHttp2Stream } from "node:http2";
import type { Conn } from "../../net/conn.ts";
import { Deadline } from "../../net/deadline.ts";
import type { Shutdown } from "../../sync/shutdown.ts";
import type { Takeover } from "../response.ts";
import type { ServeOptions, Service } from "../service.ts";
import { ENHANCE_YOUR_CALM, REFUSED_STREAM } from "./codes.ts";
import { type ExchangeListener, Http2Exchange } from "./exchange.ts";
import { Flood } from "./flood.ts";
import { FramedTransport } from "./framed-transport.ts";
import { nodeHttp2 } from "./node-http2.ts";
import { type Http2Ground, sessionOptions } from "./session-options.ts";
import { SocketTransport } from "./socket-transport.ts";
import { switchStream } from "./switch-stream.ts";
import type { Http2Transport, TransportListener } from "./transport.ts";
import { needsWholeFrames } from "./whole-frames.ts";

/** Of this process, so asked once. */
const Transport = needsWholeFrames(process.versions) ? FramedTransport : SocketTransport;

/** How long the second step waits for the client to have heard the first. */
const HEARD_MS = 1_000;

/** From the first byte of the preface to the end of the connection. */
export class Http2Connection implements ExchangeListener, TransportListener {
  /** As TransportListener says. */
  lastStream = 0;
  /** The server's, which counts and closes it. What it reads and writes, Node does, from `run` on. */
  readonly #conn: Conn;
  /** The server's stop, or the idle timeout: either begins the end. */
  readonly #shutdown: Shutdown;
  /** The app behind its deadline and its errors; the same for all connections of a server. */
  readonly #service: Service;
  /** Of the server: limits, log and facts. Shared by all its connections. */
  readonly #options: ServeOptions;
  /** Of the server as well: where the time comes from. */
  readonly #ground: Http2Ground;
  /** Both are made by `run`, which is called once; the session is Node's. */
  #transport: Http2Transport | null = null;
  #session: ServerHttp2Session | null = null;
  /** The requests under way, each from its head to the end of its stream. */
  readonly #open = new Set<Http2Exchange>();
  /** Runs while none is open: who opens no stream is sent away, however many pings it sends. */
  readonly #idle: Deadline;
  /** Runs while an answer is on its way out: one that its client does not take is reset. */
  readonly #stall: Deadline;
  /** Counts what costs us much and the client little. */
  readonly #flood: Flood;
  /** Requests so far: one connection may have so many and no more. */
  #count = 0;
  /** The second step is done. */
  #isFinal = false;
  /** The first step is done, or both are. */
  #isEnding = false;
  /** Resolves what `run` has returned. A second call does nothing. */
  #end: () => void = () => {};

  constructor(conn: Conn, shutdown: Shutdown, service: Service, options: ServeOptions, ground: Http2Ground) {
    this.#conn = conn;
    this.#shutdown = shutdown;
    this.#service = service;
    this.#options = options;
    this.#ground = ground;
    this.#idle = new Deadline(ground.reactor, () => this.#goAway());
    this.#stall = new Deadline(ground.reactor, () => this.#resetStalled());
    this.#flood = new Flood(ground.reactor, (why) => this.#calm(why));
  }

  /** Serves until client, deadline or shutdown end it. The caller closes the connection afterwards. Never rejects. */
  run(): Promise<void> {
    return new Promise((resolve) => {
      this.#end = resolve;
      // The stream of a socket that has gone meanwhile is never told of: the end of the connection is.
      this.#conn.onClose(() => this.#over());
      const transport = new Transport(this.#conn);
      if (transport.stream.destroyed) return;
      const session = nodeHttp2().performServerHandshake(
        transport.stream,
        sessionOptions(this.#options.limits),
      );
      this.#session = session;
      this.#transport = transport;
      session.on("stream", (stream: ServerHttp2Stream, _: unknown, __: unknown, fields: string[]) =>
        this.#serve(stream, fields),
      );
      // Node tells it to the client by a GOAWAY with its code.
      session.on("error", (error) => this.#options.log.debug({ err: error }, "HTTP/2 session failed"));
      session.on("ping", () => this.#flood.count("ping"));
      session.on("remoteSettings", () => this.#flood.count("settings"));
      transport.attach(session, this);
      this.#idle.set(this.#options.limits.headTimeoutMs);
      this.#shutdown.onShutdown(() => this.#goAway());
    });
  }

  /** A head has come whole. It counts, and hands the stream on; no error comes back from an exchange. */
  #serve(stream: ServerHttp2Stream, rawFields: string[]): void {
    // It has ended before its beginning is told: with the session, or reset at once. Its error is still to come, and
    // would end the process if it were not heard.
    if (stream.destroyed) {
      stream.on("error", () => {});
      this.#flood.count("reset");
      return;
    }
    // It was opened behind the last GOAWAY, which says that it is not served: the client may try it elsewhere.
    if (this.#isFinal) {
      stream.on("error", () => {}).close(REFUSED_STREAM);
      return;
    }
    this.lastStream = stream.id ?? this.lastStream;
    const { reactor } = this.#ground;
    const exchange = new Http2Exchange(stream, rawFields, this.#conn, this.#options, reactor, this);
    this.#open.add(exchange);
    this.#idle.clear();
    this.#count += 1;
    const isLast = this.#count >= this.#options.limits.maxRequestsPerConnection;
    if (isLast || this.#options.facts?.isDraining === true) this.#goAway();
    exchange.run(this.#service);
  }

  /** A stream is over. With the last of them the deadline of an idle connection begins, or the connection ends. */
  onEnd(exchange: Http2Exchange): void {
    this.#open.delete(exchange);
    if (!exchange.complete) this.#flood.count("reset");
    if (this.#open.size > 0) return;
    this.#stall.clear();
    if (this.#isEnding) this.#finish();
    else this.#idle.set(this.#options.limits.keepAliveTimeoutMs);
  }

  /**
   * RFC 9113 §6.8, in two steps: first that this connection comes to its end, and then, when the client has heard that,
   * which stream is the last. Between the two what was on its way is served.
   */
  #goAway(): void {
    const session = this.#session;
    if (this.#isEnding || session === null || session.destroyed) return;
    this.#isEnding = true;
    const { drainGraceMs } = this.#options.limits;
    const cancel = this.#ground.reactor.after(Math.max(drainGraceMs, HEARD_MS), () => this.#finish());
    this.#conn.onClose(cancel);
    this.#transport?.notice(() => {
      if (drainGraceMs > 0) return;
      cancel();
      this.#finish();
    });
  }

  /** As TransportListener says. */
  onClientEnd(isOver: boolean): void {
    if (isOver) for (const exchange of this.#open) exchange.clientEnded();
    this.#finish();
  }

  /** As TransportListener says. */
  onSessionEnd(): void {
    this.#over();
  }

  /** As ExchangeListener says. */
  onSwitch(stream: ServerHttp2Stream, takeover: Takeover): void {
    switchStream(stream, this.#conn, takeover, this.#shutdown, this.#ground, this.#options);
  }

  /** The second step, and the end once no stream is open. */
  #finish(): void {
    this.#isEnding = true;
    if (this.#session === null || this.#session.destroyed) return;
    this.#transport?.finish();
    this.#isFinal = true;
    // A round later: the last frames of the last stream are still on their way to the socket.
    if (this.#open.size === 0) setImmediate(() => this.#end());
  }

  /** RFC 9113 §10.5: a client that costs too much is told so, and goes. */
  #calm(why: string): void {
    const session = this.#session;
    if (session === null || session.destroyed) return;
    this.#options.log.debug({ why }, "HTTP/2 client floods");
    this.#isFinal = true;
    session.goaway(ENHANCE_YOUR_CALM, 0, Buffer.from(why));
    session.destroy();
  }

  /** Something is on its way out. The deadline of an earlier piece stays: it finds out who is late. */
  onWriting(): void {
    if (!this.#stall.isSet) this.#stall.set(this.#ground.writeTimeoutMs);
  }

  /** Those whose client has taken nothing for the whole time are reset; the others have the rest of theirs. */
  #resetStalled(): void {
    const { writeTimeoutMs } = this.#ground;
    let next = Number.POSITIVE_INFINITY;
    for (const exchange of this.#open) {
      const leftMs = exchange.writingMs(writeTimeoutMs);
      if (leftMs <= 0) exchange.cutOff();
      else next = Math.min(next, leftMs);
    }
    this.#stall.clear();
    if (next !== Number.POSITIVE_INFINITY) this.#stall.set(next);
  }

  /** The socket is gone, or the session: nothing is waited for any more. The end of all that this object holds. */
  #over(): void {
    for (const exchange of this.#open) exchange.gone();
    this.#open.clear();
    this.#session?.destroy();
    this.#idle.dispose();
    this.#stall.dispose();
    this.#end();
  }
}
