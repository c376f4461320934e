/**
 * The server pattern of tokio's mini-redis: a permit, then accept, then one handler for each connection;
 * and a shutdown that refuses new clients, lets the handlers finish, and ends those that do not.
 * It knows connections only: what they say is the handler's business.
 */

import { defaultReactor } from "../event-loop/default-reactor.ts";
import type { Reactor } from "../event-loop/reactor.ts";
import { checkOptions } from "../guard/check-options.ts";
import { type Logger, silentLogger } from "../log/logger.ts";
import { safeLogger } from "../log/safe-logger.ts";
import { withFields } from "../log/with-fields.ts";
import type { Permit } from "../sync/permit.ts";
import { Semaphore } from "../sync/semaphore.ts";
import type { Shutdown } from "../sync/shutdown.ts";
import { ShutdownSource } from "../sync/shutdown-source.ts";
import { TaskTracker } from "../sync/task-tracker.ts";
import { Accepter } from "./accepter.ts";
import { formatAddress } from "./address.ts";
import { Backoff } from "./backoff.ts";
import type { Conn } from "./conn.ts";
import { attempt, drain } from "./drain.ts";
import { IdleTimeout } from "./idle-timeout.ts";
import type { Listener } from "./listener.ts";
import { type StopOptions, stopRules, type TcpServerOptions, tcpServerRules } from "./tcp-server-options.ts";

/** Serves one connection until it ends. What it throws is logged and concerns this connection alone. */
export type ConnHandler = (conn: Conn, shutdown: Shutdown) => Promise<void> | void;

/** How the connections ended that were open when the shutdown began, or came in after that. */
export interface DrainResult {
  readonly finished: number;
  readonly forced: number;
}

export class TcpServer {
  readonly #listener: Listener;
  readonly #handle: ConnHandler;
  readonly #log: Logger;
  readonly #reactor: Reactor;
  readonly #accepter: Accepter;
  readonly #permits: Semaphore;
  readonly #idleMs: number;
  readonly #onShutdown: () => unknown;
  readonly #acceptGraceMs: number;
  readonly #shutdown = new ShutdownSource();
  readonly #tasks = new TaskTracker();
  readonly #conns = new Set<Conn>();
  #drained: Promise<DrainResult> | null = null;
  /** Connections that the result of the shutdown speaks of. */
  #counted = 0;
  /** The deadline of the shutdown has passed, or all are done: whoever comes now is not served. */
  #isOver = false;

  /** Errors: TypeError, RangeError for an option that cannot be. */
  constructor(listener: Listener, handle: ConnHandler, options: TcpServerOptions = {}) {
    checkOptions("", options, tcpServerRules);
    this.#listener = listener;
    this.#handle = handle;
    const log = options.logger ?? silentLogger;
    this.#log = safeLogger(options.name === undefined ? log : withFields(log, { server: options.name }));
    this.#reactor = options.reactor ?? defaultReactor;
    const backoff = options.backoff ?? (() => new Backoff());
    this.#accepter = new Accepter(listener, backoff, this.#reactor, this.#log);
    this.#permits = new Semaphore(options.maxConnections ?? 10_000);
    this.#onShutdown = options.onShutdown ?? (() => {});
    this.#acceptGraceMs = options.acceptGraceMs ?? 0;
    this.#idleMs = options.idleTimeoutMs ?? Number.POSITIVE_INFINITY;
  }

  /** Connections that are served now. */
  get connections(): number {
    return this.#conns.size;
  }

  /** True from the first moment of `shutdown` on. */
  get isDraining(): boolean {
    return this.#drained !== null;
  }

  /** Permits that nobody holds: with an idle server, one less than the limit (MR1). */
  get availablePermits(): number {
    return this.#permits.available;
  }

  /**
   * Accepts and serves until `shutdown`; resolves when the last connection has ended (MR11).
   * Errors: when accepting fails for good, drains as at a shutdown and then rejects with that error (MR4).
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
   * Who has been let in and waits still gets a handler. Whoever has not finished after `deadlineMs` is cut off
   * and counted as forced. Later calls give the first call's result. It never rejects.
   * Errors: TypeError, RangeError for a deadline that is none; nothing has begun then.
   */
  shutdown(options: StopOptions = {}): Promise<DrainResult> {
    if (this.#drained === null) {
      checkOptions("shutdown", options, stopRules);
      this.#drained = this.#drain(options);
      attempt(this.#log, "onShutdown failed", this.#onShutdown);
    }
    return this.#drained;
  }

  async #acceptAll(): Promise<void> {
    for (;;) {
      const permit = await this.#permits.acquire();
      if (permit === null) return;
      let conn: Conn | null = null;
      try {
        conn = await this.#accepter.accept();
      } finally {
        if (conn === null) permit.release();
      }
      if (conn === null) return;
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
    const idle = this.#watchIdle(conn);
    const shutdown = (idle?.source ?? this.#shutdown).subscribe();
    // Whatever a handler does, its permit and its place in the count come back (MR5).
    const end = async () => {
      idle?.stop();
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

  #watchIdle(conn: Conn): IdleTimeout | null {
    if (this.#idleMs === Number.POSITIVE_INFINITY) return null;
    return new IdleTimeout(conn, this.#idleMs, this.#shutdown, this.#reactor, () =>
      this.#tell(conn, "closing connection due to inactivity"),
    );
  }

  #tell(conn: Conn, what: string): void {
    if (!this.#log.isLevelEnabled("debug")) return;
    this.#log.debug({ remote: formatAddress(conn.remoteAddress) }, what);
  }

  async #drain(options: StopOptions): Promise<DrainResult> {
    this.#counted = this.#conns.size;
    const forced = await drain(
      {
        listener: this.#listener,
        accepter: this.#accepter,
        shutdown: this.#shutdown,
        tasks: this.#tasks,
        conns: this.#conns,
        reactor: this.#reactor,
        log: this.#log,
      },
      { ...options, acceptGraceMs: options.acceptGraceMs ?? this.#acceptGraceMs },
    );
    this.#isOver = true;
    this.#permits.close();
    const result = { finished: this.#counted - forced, forced };
    if (forced > 0) this.#log.warn(result, "stopped; connections were cut off");
    else this.#log.info(result, "stopped");
    return result;
  }
}
