/**
 * The receiving half of the shutdown broadcast. Each connection handler holds one, asks `isShutdown`
 * between two requests and hangs its "stop waiting" on `onShutdown`. It never stops anything by itself.
 *
 * `onShutdown` is the way to wake a pending read. `Promise.race([read, shutdown.recv()])` in a loop is
 * not: every race leaves a reaction on the long-lived promise (126 MB after 200,000 reads, ND5).
 */

import type { ShutdownListener, ShutdownSource } from "./shutdown-source.ts";

const NONE: readonly ShutdownListener[] = [];

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
   * Returns a function that takes the callback back.
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
