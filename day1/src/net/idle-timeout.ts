/**
 * Ends connections on which nothing moves. It does not cut: the handler of an idle connection hears its
 * Shutdown, as if the server stopped, and finishes what it has begun. TcpServer makes one for a connection.
 * It looks four times in its time whether a byte has come or gone, so a busy connection pays nothing for it.
 */

import type { Reactor } from "../event-loop/reactor.ts";
import { ShutdownSource } from "../sync/shutdown-source.ts";
import type { Conn } from "./conn.ts";

const LOOKS = 4;

export class IdleTimeout {
  /** Signals when the connection is idle, and when the server stops. Gone with the connection. */
  readonly source = new ShutdownSource();
  readonly #conn: Conn;
  readonly #reactor: Reactor;
  readonly #lookMs: number;
  readonly #onIdle: () => void;
  readonly #unsubscribe: () => void;
  #traffic = 0;
  /** Looks in a row that found nothing new. */
  #quiet = 0;
  #cancel: () => void = () => {};

  /** `server` is the stop of the whole server; `onIdle` is called at most once, before the signal. */
  constructor(conn: Conn, ms: number, server: ShutdownSource, reactor: Reactor, onIdle: () => void) {
    this.#conn = conn;
    this.#reactor = reactor;
    this.#lookMs = ms / LOOKS;
    this.#onIdle = onIdle;
    const shutdown = server.subscribe();
    this.#unsubscribe = () => shutdown.release();
    shutdown.onShutdown(() => this.source.signal());
    this.#arm();
  }

  /** The connection is over. */
  stop(): void {
    this.#cancel();
    this.#unsubscribe();
  }

  #arm(): void {
    this.#cancel = this.#reactor.after(this.#lookMs, () => this.#look());
  }

  #look(): void {
    const { traffic } = this.#conn;
    this.#quiet = traffic === this.#traffic ? this.#quiet + 1 : 0;
    this.#traffic = traffic;
    if (this.#quiet < LOOKS) {
      this.#arm();
      return;
    }
    this.#onIdle();
    this.source.signal();
  }
}
