/**
 * Several listeners as one: a port and a Unix socket, or HTTP beside HTTPS, under one server with one limit.
 * Each is asked for one connection at a time, and what has come first is served first. A listener that fails is told
 * as the error of one accept; the others go on.
 */

import type { Address } from "./address.ts";
import { isReloadable, type Reloadable } from "./bind-tls.ts";
import type { Conn } from "./conn.ts";
import type { CloseOptions, Listener } from "./listener.ts";
import type { TlsOptions } from "./tls/contexts.ts";

/** What an accept ended with; null: that listener is closed. */
type Outcome = { readonly conn: Conn | null } | { readonly error: unknown };

/** Errors: RangeError without any listener. */
export function combine(...listeners: readonly Listener[]): CombinedListener {
  const [first] = listeners;
  if (first === undefined) throw new RangeError("combine needs at least one listener");
  return new CombinedListener(first.address, listeners);
}

export class CombinedListener implements Listener, Reloadable {
  /** That of the first. */
  readonly address: Address;
  readonly addresses: readonly Address[];
  /** In the order in which they are asked. They belong to this listener, which closes them. */
  readonly #listeners: readonly Listener[];
  /** Those whose accept is under way, and those that are closed: they are not asked. */
  readonly #busy = new Set<Listener>();
  /** How many have said that they are closed: with the last, this one is. */
  #closed = 0;
  /** What came while no accept waited: at most one for each listener, since none is asked before its last is taken. */
  #ready: Outcome[] = [];
  /** The accept that waits, if there is one. */
  #settle: ((outcome: Outcome) => void) | null = null;

  constructor(address: Address, listeners: readonly Listener[]) {
    this.address = address;
    this.addresses = listeners.map((listener) => listener.address);
    this.#listeners = listeners;
  }

  /** Asks all that are free, and takes the first answer. An accept of one listener may outlive this call. */
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
    // `async`, so that one that throws at once is an outcome like the others.
    const closing = await Promise.allSettled(
      this.#listeners.map(async (listener) => listener.close(options)),
    );
    // Accepted and not yet handed out: it is waiting like those inside the listeners, and ends with them.
    if (options.keepWaiting !== true) {
      for (const outcome of this.#ready.splice(0)) if ("conn" in outcome) outcome.conn?.destroy();
    }
    this.#hand();
    for (const end of closing) if (end.status === "rejected") throw end.reason;
  }

  /** Of all that speak TLS. Errors: as Reloadable says, of the first that fails; those behind it keep their old ones. */
  reload(tls?: TlsOptions): void {
    for (const listener of this.#listeners) if (isReloadable(listener)) listener.reload(tls);
  }

  /** One accept of one listener. It never rejects: an error is an outcome that the next `accept` gives. */
  async #ask(listener: Listener): Promise<void> {
    this.#busy.add(listener);
    try {
      const conn = await listener.accept();
      // A closed one stays busy: it has nothing more to say.
      // Null for ever: asking it again would only spin.
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

  /** Gives what is ready to the accept that waits. Called whenever either may have come. */
  #hand(): void {
    if (this.#settle === null) return;
    const outcome = this.#ready.shift() ?? (this.#closed === this.#listeners.length ? { conn: null } : null);
    if (outcome === null) return;
    // Out of the way first: what awaits it may call `accept` again on the spot.
    const settle = this.#settle;
    this.#settle = null;
    settle(outcome);
  }
}
