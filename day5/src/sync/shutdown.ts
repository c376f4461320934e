/**
 * The receiving half of the shutdown broadcast. Each connection handler holds one, asks `isShutdown`
 * between two requests and hangs its "stop waiting" on `onShutdown`. It never stops anything by itself.
 *
 * `onShutdown` is the way to wake a pending read. `Promise.race([read, shutdown.recv()])` in a loop is
 * not: every race leaves a reaction on the long-lived promise (126 MB after 200,000 reads, ND5).
 */

import type { ShutdownSource } from "./shutdown-source.ts";

export class Shutdown {
  readonly #source: ShutdownSource;
  /** Callbacks that have not run. Emptied by the signal or by `release()`. */
  readonly #callbacks = new Set<() => void>();
  /** Takes this receiver out of its source; null while nobody here wants to be called. */
  #leave: (() => void) | null = null;
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
    this.#leave ??= this.#source.listen(() => this.#run());
    // A wrapper, so that the same function given twice is two callbacks.
    const entry = () => callback();
    this.#callbacks.add(entry);
    return () => {
      this.#callbacks.delete(entry);
    };
  }

  /** Forgets all callbacks: the connection is over, the source must not keep it in memory. */
  release(): void {
    this.#leave?.();
    this.#leave = null;
    this.#callbacks.clear();
  }

  #run(): void {
    this.#leave = null;
    const errors: unknown[] = [];
    for (const callback of this.#callbacks) {
      try {
        callback();
      } catch (error) {
        errors.push(error);
      }
    }
    this.#callbacks.clear();
    if (errors.length > 0) throw new AggregateError(errors, "shutdown callbacks failed");
  }
}
