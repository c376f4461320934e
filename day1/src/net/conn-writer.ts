/**
 * The writing half of a Conn: collects what is written, lets it leave once a round, and knows how long the
 * peer may refuse to take it. Only Conn uses it.
 */

import type { Socket } from "node:net";
import type { Reactor } from "../event-loop/reactor.ts";
import type { ConnError } from "./conn-error.ts";
import type { ConnOptions } from "./conn-options.ts";
import { Deadline } from "./deadline.ts";
import { WriteBuffer } from "./write-buffer.ts";

export class ConnWriter {
  readonly #socket: Socket;
  readonly #reactor: Reactor;
  readonly #options: Required<ConnOptions>;
  readonly #output = new WriteBuffer();
  /** Runs while the socket refuses more; each time it has room again the deadline is cleared. */
  readonly #stall: Deadline;
  /** Who waits for room. */
  #waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  /** True while a flush at the end of this round is on order. */
  #deferred = false;
  /** Why nothing can be written any more. */
  #failure: ConnError | null = null;
  readonly #endOfRound = () => {
    this.#deferred = false;
    this.push();
  };

  constructor(socket: Socket, reactor: Reactor, options: Required<ConnOptions>, onStall: () => void) {
    this.#socket = socket;
    this.#reactor = reactor;
    this.#options = options;
    this.#stall = new Deadline(reactor, onStall);
  }

  write(data: Uint8Array | string): void {
    if (this.#failure !== null) return;
    this.#output.push(data);
    if (this.#output.length >= this.#options.writeBatchBytes) this.push();
    else if (!this.#deferred) {
      this.#deferred = true;
      this.#reactor.defer(this.#endOfRound);
    }
  }

  /** Hands everything to the socket, and begins to count when it is too much. */
  push(): void {
    if (this.#output.length === 0 || this.#failure !== null) return;
    if (this.#output.writeTo(this.#socket)) return;
    // Left alone while it runs: a handler that writes on and on would postpone it for ever.
    if (!this.#stall.isSet) this.#stall.set(this.#options.writeTimeoutMs);
  }

  flush(): undefined | Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    this.push();
    if (!this.#socket.writableNeedDrain) return undefined;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  /** The socket has room again. */
  drained(): void {
    this.#stall.clear();
    for (const waiting of this.#waiting.splice(0)) waiting.resolve();
  }

  fail(failure: ConnError): void {
    this.#failure ??= failure;
    this.#output.clear();
    this.#stall.dispose();
    for (const waiting of this.#waiting.splice(0)) waiting.reject(failure);
  }
}
