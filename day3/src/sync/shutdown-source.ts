/**
 * The sending half of a broadcast that happens once: "we are stopping". The server owns one source and
 * hands a Shutdown to every connection. After the pattern of tokio's mini-redis, where the sender is
 * dropped; a dropped object cannot be observed in JavaScript, so here it is a call: `signal()`.
 */

import { Shutdown } from "./shutdown.ts";
import { callGuarded, tellUnheard } from "./unheard.ts";

/** Somebody who wants to be told: an object, so that the same function given twice is two listeners. */
export interface ShutdownListener {
  readonly callback: () => void;
}

export class ShutdownSource {
  #signalled = false;
  /** Who wants to be told, in the order they asked. A receiver's listeners leave with its `release()`. */
  readonly #listeners = new Set<ShutdownListener>();

  get isShutdown(): boolean {
    return this.#signalled;
  }

  /** A new receiver. One that is made after the signal is already shut down. */
  subscribe(): Shutdown {
    return new Shutdown(this);
  }

  /**
   * Tells every listener, in the order they asked. Only the first call does anything.
   * Errors: when listeners throw, all others are told first; then an AggregateError is thrown. A listener whose
   * promise rejects does so later: that is told on stderr.
   */
  signal(): void {
    if (this.#signalled) return;
    this.#signalled = true;
    const errors: unknown[] = [];
    let isTelling = true;
    const tell = (error: unknown) => void (isTelling ? errors.push(error) : tellUnheard(error));
    for (const listener of this.#listeners) callGuarded(listener.callback, tell);
    isTelling = false;
    this.#listeners.clear();
    if (errors.length > 0) throw new AggregateError(errors, "shutdown listeners failed");
  }

  /** For Shutdown only. */
  add(listener: ShutdownListener): void {
    this.#listeners.add(listener);
  }

  /** For Shutdown only. One that is not there any more is no error. */
  delete(listener: ShutdownListener): void {
    this.#listeners.delete(listener);
  }
}
