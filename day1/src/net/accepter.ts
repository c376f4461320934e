/**
 * Accepts connections, however many tries it takes. What goes wrong in an accept is mostly a lack of
 * something, and passes: so it waits longer each time, and gives up in the end. TcpServer has one.
 * The system's own lack of files never gets here, Node hides it (ND2); other listeners may fail.
 */

import type { Reactor } from "../event-loop/reactor.ts";
import type { Logger } from "../log/logger.ts";
import type { Backoff } from "./backoff.ts";
import type { Conn } from "./conn.ts";
import type { Listener } from "./listener.ts";

export class Accepter {
  readonly #listener: Listener;
  readonly #backoff: () => Backoff;
  readonly #reactor: Reactor;
  readonly #log: Logger;
  #stopped = false;
  /** Ends the wait between two tries. */
  #stopWaiting: (() => void) | null = null;

  /** `backoff` is called for every accept: any success starts it over. */
  constructor(listener: Listener, backoff: () => Backoff, reactor: Reactor, log: Logger) {
    this.#listener = listener;
    this.#backoff = backoff;
    this.#reactor = reactor;
    this.#log = log;
  }

  /** The next connection; null once the listener is closed. Errors: that of the last try (MR3). */
  async accept(): Promise<Conn | null> {
    const backoff = this.#backoff();
    for (;;) {
      try {
        return await this.#listener.accept();
      } catch (error) {
        // A listener may fail the accept that waits when it is closed: no reason to try again.
        if (this.#stopped) return null;
        const delay = backoff.next();
        if (delay === null) throw error;
        this.#log.warn({ err: error, retryInMs: delay }, "accept failed");
        await this.#wait(delay);
        if (this.#stopped) return null;
      }
    }
  }

  /** No more tries: the server stops, and its listener is closed. */
  stop(): void {
    this.#stopped = true;
    this.#stopWaiting?.();
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#reactor.after(ms, resolve);
      this.#stopWaiting = () => {
        cancel();
        resolve();
      };
    });
  }
}
