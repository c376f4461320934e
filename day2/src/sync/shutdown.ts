/**
 * A broadcast that happens once: "we are stopping". After the pattern of tokio's mini-redis, where the sender is
 * dropped; a dropped object cannot be observed in JavaScript, so here it is a call: `signal()`.
 *
 * `onShutdown` is the way to wake a pending read. `Promise.race([read, shutdown.recv()])` in a loop is not: every
 * race leaves a reaction on the long-lived promise (126 MB after 200,000 reads, ND5).
 */

import { callGuarded, tellUnheard } from "./unheard.ts";

/** One wish to be told: an object, so that the same function given twice is two listeners. */
interface ShutdownListener {
  readonly callback: () => void;
}

/** The sending half. A server owns one for all of its life, and hands a Shutdown of it to every connection. */
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

const NONE: readonly ShutdownListener[] = [];

/**
 * The receiving half. Made for a connection when its handler starts, and released when the handler has ended. The
 * handler asks `isShutdown` between two requests and hangs its "stop waiting" on `onShutdown`. It never stops
 * anything by itself.
 */
export class Shutdown {
  readonly #source: ShutdownSource;
  /** What this receiver has asked for and not taken back: one or two, so a list will do. */
  #listeners: readonly ShutdownListener[] = NONE;
  #received: Promise<void> | null = null;

  constructor(source: ShutdownSource) {
    this.#source = source;
  }

  get isShutdown(): boolean {
    return this.#source.isShutdown;
  }

  /** Resolves when the signal has been given. Every call gives the same promise (MR9). */
  recv(): Promise<void> {
    this.#received ??= new Promise((resolve) => {
      this.onShutdown(resolve);
    });
    return this.#received;
  }

  /**
   * Calls `callback` once, when the signal comes, or right now if it has come already.
   * Returns an unsubscribe function.
   */
  onShutdown(callback: () => void): () => void {
    if (this.isShutdown) {
      callback();
      return () => {};
    }
    const listener = { callback };
    this.#source.add(listener);
    this.#listeners = this.#listeners.concat(listener);
    return () => {
      this.#source.delete(listener);
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  /** Forgets all callbacks: the connection is over, the source must not keep it in memory. */
  release(): void {
    for (const listener of this.#listeners) this.#source.delete(listener);
    this.#listeners = NONE;
  }
}
