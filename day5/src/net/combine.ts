/**
 * Several listeners as one: a port and a Unix socket, or HTTP beside HTTPS, under one server with one limit.
 * Each is asked for one connection at a time, and who has come first is served first.
 */

import type { Address } from "./address.ts";
import type { Conn } from "./conn.ts";
import type { CloseOptions, Listener } from "./listener.ts";

/** What an accept ended with; null: that listener is closed. */
type Outcome = { readonly conn: Conn | null } | { readonly error: unknown };

/** Errors: RangeError without any listener. */
export function combine(...listeners: readonly Listener[]): CombinedListener {
  const [first] = listeners;
  if (first === undefined) throw new RangeError("combine needs at least one listener");
  return new CombinedListener(first.address, listeners);
}

export class CombinedListener implements Listener {
  /** That of the first. */
  readonly address: Address;
  readonly addresses: readonly Address[];
  readonly #listeners: readonly Listener[];
  /** Those whose accept is under way, and those that are closed: they are not asked. */
  readonly #busy = new Set<Listener>();
  #closed = 0;
  /** What came while nobody waited: at most one for each listener. */
  #ready: Outcome[] = [];
  #settle: ((outcome: Outcome) => void) | null = null;

  constructor(address: Address, listeners: readonly Listener[]) {
    this.address = address;
    this.addresses = listeners.map((listener) => listener.address);
    this.#listeners = listeners;
  }

  accept(): Promise<Conn | null> {
    return new Promise((resolve, reject) => {
      this.#settle = (outcome) => {
        if ("error" in outcome) reject(outcome.error);
        else resolve(outcome.conn);
      };
      for (const listener of this.#listeners) if (!this.#busy.has(listener)) this.#ask(listener);
      this.#hand();
    });
  }

  /** Closes all of them, whatever one of them does. Errors: that of the first whose close failed. */
  async close(options: CloseOptions = {}): Promise<void> {
    const closing = await Promise.allSettled(
      this.#listeners.map(async (listener) => listener.close(options)),
    );
    if (options.keepWaiting !== true) {
      for (const outcome of this.#ready.splice(0)) if ("conn" in outcome) outcome.conn?.destroy();
    }
    this.#hand();
    for (const end of closing) if (end.status === "rejected") throw end.reason;
  }

  async #ask(listener: Listener): Promise<void> {
    this.#busy.add(listener);
    try {
      const conn = await listener.accept();
      // A closed one stays busy: it has nothing more to say.
      if (conn === null) this.#closed += 1;
      else {
        this.#busy.delete(listener);
        this.#ready.push({ conn });
      }
    } catch (error) {
      this.#busy.delete(listener);
      this.#ready.push({ error });
    }
    this.#hand();
  }

  #hand(): void {
    if (this.#settle === null) return;
    const outcome = this.#ready.shift() ?? (this.#closed === this.#listeners.length ? { conn: null } : null);
    if (outcome === null) return;
    const settle = this.#settle;
    this.#settle = null;
    settle(outcome);
  }
}
