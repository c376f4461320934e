/**
 * A Listener that tries again. What goes wrong in an accept is mostly a lack of something, and passes: so it waits
 * longer each time, and gives up in the end. `listen` puts one around whatever listener it serves.
 * The system's own lack of files never gets here, Node hides it (ND2); other listeners may fail.
 */

import { defaultReactor } from "../event-loop/default-reactor.ts";
import type { Reactor } from "../event-loop/reactor.ts";
import { type Logger, silentLogger } from "../log/logger.ts";
import type { Address } from "./address.ts";
import { Backoff } from "./backoff.ts";
import type { Conn } from "./conn.ts";
import type { CloseOptions, Listener } from "./listener.ts";

export interface RetryOptions {
  readonly reactor?: Reactor;
  /** Each failure is a warning in it, with the time until the next try. */
  readonly logger?: Logger;
  /** Made anew for every accept: any success starts it over. Default: 1 s, doubled up to 64 s. */
  readonly backoff?: () => Backoff;
}

export class RetryingListener implements Listener {
  readonly address: Address;
  /** The listener that may fail. It is closed with this one. */
  readonly #inner: Listener;
  /** Counts the waits. */
  readonly #reactor: Reactor;
  readonly #log: Logger;
  readonly #backoff: () => Backoff;
  /** From the first `close` on: a failure is no reason to wait any more. */
  #isClosed = false;
  /** Ends the wait between two tries. Set while there is one. */
  #stopWaiting: (() => void) | null = null;

  /** `inner` is closed with this one, and must not be asked by others any more. */
  constructor(inner: Listener, options: RetryOptions = {}) {
    this.address = inner.address;
    this.#inner = inner;
    this.#reactor = options.reactor ?? defaultReactor;
    this.#log = options.logger ?? silentLogger;
    this.#backoff = options.backoff ?? (() => new Backoff());
  }

  /** The next connection; null once the listener is closed. Errors: that of the last try (MR3). */
  async accept(): Promise<Conn | null> {
    // A new one for each accept that fails: a listener that works again has its whole patience back.
    let backoff: Backoff | null = null;
    for (;;) {
      try {
        return await this.#inner.accept();
      } catch (error) {
        // A listener may fail the accept that waits when it is closed: no reason to try again.
        if (this.#isClosed) return null;
        backoff ??= this.#backoff();
        const delay = backoff.next();
        if (delay === null) throw error;
        this.#log.warn({ err: error, retryInMs: delay }, "accept failed");
        // Also when a close has ended the wait: the inner one may still hand out connections that it keeps.
        await this.#wait(delay);
      }
    }
  }

  /** Closes the inner listener. Errors: its own. */
  close(options: CloseOptions = {}): Promise<void> {
    this.#isClosed = true;
    // At once, and not when the inner one is closed: it may hand out connections that it keeps, or be stuck.
    this.#stopWaiting?.();
    return this.#inner.close(options);
  }

  /** Resolves after `ms`, or when the listener is closed. */
  async #wait(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.#reactor.after(ms, resolve);
      this.#stopWaiting = () => {
        cancel();
        resolve();
      };
    });
    this.#stopWaiting = null;
  }
}
