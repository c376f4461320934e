/**
 * A Listener that fails by script and otherwise hands on what a real one accepts. The system's own accept
 * errors never reach JavaScript (ND2), so this is how TcpServer meets them.
 */

import type { Address, CloseOptions, Conn, Listener } from "../../day5/src/net.ts";
import { within } from "./within.ts";

export class FailingListener implements Listener {
  readonly address: Address;
  /** How often `accept` has been called. */
  attempts = 0;
  readonly #inner: Listener;
  readonly #failures: (attempt: number) => Error | null;
  readonly #watchers: { readonly count: number; readonly resolve: () => void }[] = [];

  /** `failures` gives the error for the attempt of that number (from 1), or null to let `inner` accept. */
  constructor(inner: Listener, failures: (attempt: number) => Error | null) {
    this.address = inner.address;
    this.#inner = inner;
    this.#failures = failures;
  }

  /** Resolves as soon as `accept` has been called `count` times. */
  attempted(count: number): Promise<void> {
    if (this.attempts >= count) return Promise.resolve();
    const attempted = new Promise<void>((resolve) => {
      this.#watchers.push({ count, resolve });
    });
    return within(attempted, `attempt ${count} to accept`, {
      detail: () => `; there were ${this.attempts}`,
    });
  }

  async accept(): Promise<Conn | null> {
    this.attempts += 1;
    for (const watcher of this.#watchers) if (this.attempts >= watcher.count) watcher.resolve();
    const failure = this.#failures(this.attempts);
    if (failure !== null) throw failure;
    return this.#inner.accept();
  }

  close(options?: CloseOptions): Promise<void> {
    return this.#inner.close(options);
  }
}
