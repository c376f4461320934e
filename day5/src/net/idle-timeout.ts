/**
 * Ends connections on which nothing moves. It does not cut: the handler of an idle connection hears its Shutdown, as
 * if the server stopped, and finishes what it has begun. `listen` puts it around its handler where a program asks.
 * It looks four times in its time whether a byte has come or gone, so a busy connection pays nothing for it.
 */

import { defaultReactor } from "../event-loop/default-reactor.ts";
import type { Reactor } from "../event-loop/reactor.ts";
import { type Logger, silentLogger } from "../log/logger.ts";
import { ShutdownSource } from "../sync/shutdown.ts";
import { formatAddress } from "./address.ts";
import type { Conn } from "./conn.ts";
import type { ConnHandler } from "./tcp-server.ts";

const LOOKS = 4;

export interface IdleOptions {
  readonly reactor?: Reactor;
  /** Told at debug of each connection that is found idle. */
  readonly logger?: Logger;
}

/**
 * `handler`, whose Shutdown also comes when its connection has been idle for `ms` milliseconds, or up to a quarter
 * longer. Infinity: never, and then it costs nothing.
 */
export function withIdleTimeout(handler: ConnHandler, ms: number, options: IdleOptions = {}): ConnHandler {
  if (ms === Number.POSITIVE_INFINITY) return handler;
  const { reactor = defaultReactor, logger = silentLogger } = options;
  return async (conn, server) => {
    // One for each connection: its handler hears the server's stop and its own idleness as the same thing.
    const idle = new ShutdownSource();
    // Released with the server's own receiver, when the handler has ended.
    server.onShutdown(() => idle.signal());
    const watch = new IdleWatch(conn, ms, reactor, () => {
      if (logger.isLevelEnabled("debug")) {
        logger.debug({ remote: formatAddress(conn.remoteAddress) }, "closing connection due to inactivity");
      }
      idle.signal();
    });
    // An async function costs each connection a little memory; only programs that ask for the timeout have it.
    try {
      await handler(conn, idle.subscribe());
    } finally {
      watch.stop();
    }
  };
}

/** Looks at one connection, from the start of its handler to its end. It is its own task: no function for each look. */
class IdleWatch {
  /** Only its count of bytes is looked at. */
  readonly #conn: Conn;
  readonly #reactor: Reactor;
  /** A quarter of the time: so it is at most a quarter late. */
  readonly #lookMs: number;
  /** Tells the handler, by its Shutdown. Called once: no look comes after it. */
  readonly #onIdle: () => void;
  /** The bytes that had come and gone at the last look. */
  #traffic = 0;
  /** Looks in a row that found nothing new. */
  #quiet = 0;
  /** Takes back the next look. */
  #cancel: () => void;

  /** `onIdle` is called at most once. */
  constructor(conn: Conn, ms: number, reactor: Reactor, onIdle: () => void) {
    this.#conn = conn;
    this.#reactor = reactor;
    this.#lookMs = ms / LOOKS;
    this.#onIdle = onIdle;
    this.#cancel = reactor.after(this.#lookMs, this);
  }

  /** For the reactor: it is time for a look. */
  run(): void {
    const { traffic } = this.#conn;
    this.#quiet = traffic === this.#traffic ? this.#quiet + 1 : 0;
    this.#traffic = traffic;
    if (this.#quiet < LOOKS) this.#cancel = this.#reactor.after(this.#lookMs, this);
    else this.#onIdle();
  }

  /** The handler has ended. No look comes after this. */
  stop(): void {
    this.#cancel();
  }
}
