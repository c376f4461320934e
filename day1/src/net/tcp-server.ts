/**
 * The server pattern of tokio's mini-redis: a permit, then accept, then one handler for each connection;
 * and a shutdown that refuses new clients, lets the handlers finish, and ends those that do not.
 * It knows connections only: what they say is the handler's business.
 */

import { defaultReactor } from "../event-loop/default-reactor.ts";
import { type Reactor, reactorRule } from "../event-loop/reactor.ts";
import { checkOptions } from "../guard/check-options.ts";
import { callback, millisecondsOrNever, type RulesFor, whole } from "../guard/rule.ts";
import { type Logger, loggerRule, silentLogger } from "../log/logger.ts";
import { safeLogger } from "../log/safe-logger.ts";
import { type Permit, Semaphore } from "../sync/semaphore.ts";
import { type Shutdown, ShutdownSource } from "../sync/shutdown.ts";
import { TaskTracker } from "../sync/task-tracker.ts";
import { formatAddress } from "./address.ts";
import type { Conn } from "./conn.ts";
import { attempt, drain, type StopOptions, stopRules } from "./drain.ts";
import type { Listener } from "./listener.ts";

/** Serves one connection until it ends. What it throws is logged and concerns this connection alone. */
export type ConnHandler = (conn: Conn, shutdown: Shutdown) => Promise<void> | void;

export interface TcpServerOptions {
  /** Connections served at a time; more wait in the listener. Default: 10,000. */
  readonly maxConnections?: number;
  /** Called once, when the shutdown begins, whatever began it: the place to tell others. Its errors are logged. */
  readonly onShutdown?: () => void;
  /**
   * How long a server that stops still accepts, while balancers find out that it does; half of the stop's
   * deadline at most. Default: 0.
   */
  readonly acceptGraceMs?: number;
  readonly logger?: Logger;
  readonly reactor?: Reactor;
}

/** How the connections ended that were open when the shutdown began, or came in after that. */
export interface DrainResult {
  readonly finished: number;
  readonly forced: number;
}

export const tcpServerRules: RulesFor<TcpServerOptions> = {
  maxConnections: whole("connections", 1),
  onShutdown: callback,
  acceptGraceMs: millisecondsOrNever(0),
  logger: loggerRule,
  reactor: reactorRule,
};

/**
 * Lives as long as its one `run`. It has three times: it accepts; from `shutdown` on it drains, which begins with the
 * address and ends with the last connection or the deadline; then it is over, and cannot be started again.
 */
export class TcpServer {
  /** True from the first moment of `shutdown` on, which alone sets it. A field, since every answer asks for it. */
  isDraining = false;
  /** Where connections come from. It is the server's from here on: the drain closes it. */
  readonly #listener: Listener;
  /** The program's. Called once for each connection; what it returns or throws is the end of that connection. */
  readonly #handle: ConnHandler;
  /** The program's logger in a wrapper that cannot fail: a line of a log is not worth a connection. */
  readonly #log: Logger;
  /** Counts the time of the drain. Connections have their own from the listener, mostly the same one. */
  readonly #reactor: Reactor;
  /** Told when the stop begins, before anything is closed: what sends us clients must know before they are refused. */
  readonly #onShutdown: () => unknown;
  /** How long a stop goes on accepting, unless it says otherwise itself. */
  readonly #acceptGraceMs: number;
  /** Where the right to serve a connection comes from: taken before each accept, back behind each handler. */
  readonly #permits: Semaphore;
  /** The stop. Each handler gets a receiver of it, which is released when that handler has ended. */
  readonly #shutdown = new ShutdownSource();
  /** Counts the handlers, from their start until the socket of each is closed. A drain is over when none is left. */
  readonly #tasks = new TaskTracker();
  /** Whom a drain cuts off at its deadline: each Conn from its accept until it is closed. */
  readonly #conns = new Set<Conn>();
  /** The one drain, from the first call of `shutdown` on; later calls get the same promise. */
  #drained: Promise<DrainResult> | null = null;
  /** Connections that the result of the shutdown speaks of: those open when it begins, and all that come later. */
  #counted = 0;
  /** The deadline of the shutdown has passed, or all are done: a connection that comes now is not served. */
  #isOver = false;

  /** Errors: TypeError, RangeError for an option that cannot be. */
  constructor(listener: Listener, handle: ConnHandler, options: TcpServerOptions = {}) {
    checkOptions("", options, tcpServerRules);
    this.#listener = listener;
    this.#handle = handle;
    this.#log = safeLogger(options.logger ?? silentLogger);
    this.#reactor = options.reactor ?? defaultReactor;
    this.#permits = new Semaphore(options.maxConnections ?? 10_000);
    this.#onShutdown = options.onShutdown ?? (() => {});
    this.#acceptGraceMs = options.acceptGraceMs ?? 0;
  }

  /** Connections that are served now. */
  get connections(): number {
    return this.#conns.size;
  }

  /** Permits that are free: with an idle server, one less than the limit (MR1). */
  get availablePermits(): number {
    return this.#permits.available;
  }

  /**
   * Accepts and serves until `shutdown`; resolves when the last connection has ended (MR11).
   * Errors: when the listener fails, drains as at a shutdown and then rejects with its error (MR4).
   */
  async run(): Promise<void> {
    try {
      await this.#acceptAll();
    } catch (error) {
      this.#log.error({ err: error }, "cannot accept connections any more; draining");
      await this.shutdown();
      throw error;
    }
    await this.#drained;
  }

  /**
   * Refuses new connections, after `acceptGraceMs` if there is such a time, and tells all handlers to finish.
   * A connection that has been let in and waits still gets a handler. One that has not finished after `deadlineMs`
   * is cut off and counted as forced. Later calls give the first call's result. It never rejects.
   * Errors: TypeError, RangeError for a deadline that is none; nothing has begun then.
   */
  shutdown(options: StopOptions = {}): Promise<DrainResult> {
    if (this.#drained === null) {
      checkOptions("shutdown", options, stopRules);
      // Set before the program is told: what its callback asks, `isDraining` or another `shutdown`, must see the stop.
      this.isDraining = true;
      this.#drained = this.#drain(options);
      attempt(this.#log, "onShutdown failed", this.#onShutdown);
    }
    return this.#drained;
  }

  /**
   * One connection after the other, until the listener is closed. It waits for a permit, then for a client, and never
   * for a handler: those run by themselves, and the tracker knows of them.
   */
  async #acceptAll(): Promise<void> {
    for (;;) {
      // Before the accept (MR1): a connection that we may not serve stays with the listener, which has a bound for it.
      const permit = await this.#permits.acquire();
      if (permit === null) return;
      let conn: Conn | null = null;
      try {
        conn = await this.#listener.accept();
      } catch (error) {
        // A listener may fail the accept that waits when it is closed: that is the stop, and no failure.
        if (!this.isDraining) throw error;
      } finally {
        if (conn === null) permit.release();
      }
      if (conn === null) return;
      // From here on the permit belongs to the connection, and only its end gives it back.
      if (!this.#isOver) this.#tasks.track(this.#serve(conn, permit));
      else {
        conn.destroy();
        permit.release();
      }
    }
  }

  /** Two callbacks and no `await`: what a suspended function keeps, each idle connection would pay for. */
  #serve(conn: Conn, permit: Permit): Promise<void> {
    this.#conns.add(conn);
    this.#counted += 1;
    const shutdown = this.#shutdown.subscribe();
    // Whatever a handler does, its permit and its place in the count come back (MR5).
    const end = async () => {
      // First of all: a stop that comes during a slow close has nothing to tell this handler any more.
      shutdown.release();
      if (conn.failure?.code === "RESET") this.#tell(conn, conn.failure.message);
      try {
        await conn.close();
      } finally {
        this.#conns.delete(conn);
        permit.release();
      }
    };
    return this.#start(conn, shutdown).then(end, (error) => {
      this.#log.warn({ err: error, remote: formatAddress(conn.remoteAddress) }, "connection failed");
      return end();
    });
  }

  /** A handler that throws before it returns its promise has failed like any other. */
  #start(conn: Conn, shutdown: Shutdown): Promise<void> {
    try {
      return Promise.resolve(this.#handle(conn, shutdown));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** A line at debug. Its field costs a text for each connection, so the level is asked first. */
  #tell(conn: Conn, what: string): void {
    if (!this.#log.isLevelEnabled("debug")) return;
    this.#log.debug({ remote: formatAddress(conn.remoteAddress) }, what);
  }

  /** Runs once; `shutdown` keeps its promise. */
  async #drain(options: StopOptions): Promise<DrainResult> {
    // Connections that have ended before the stop are no part of its story.
    this.#counted = this.#conns.size;
    const forced = await drain(
      {
        listener: this.#listener,
        shutdown: this.#shutdown,
        tasks: this.#tasks,
        conns: this.#conns,
        reactor: this.#reactor,
        log: this.#log,
      },
      { ...options, acceptGraceMs: options.acceptGraceMs ?? this.#acceptGraceMs },
    );
    // Both are for an accept that is still under way: its connection is ended, and its permit asked for in vain.
    this.#isOver = true;
    this.#permits.close();
    const result = { finished: this.#counted - forced, forced };
    if (forced > 0) this.#log.warn(result, "stopped; connections were cut off");
    else this.#log.info(result, "stopped");
    return result;
  }
}
