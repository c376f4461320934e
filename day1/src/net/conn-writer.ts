/**
 * The writing half of a Conn: collects what is written, lets it leave once a round, and knows how long the
 * peer may refuse to take it. Only Conn uses it.
 */

import type { Socket } from "node:net";
import type { Reactor } from "../event-loop/reactor.ts";
import { ConnError } from "./conn-error.ts";
import type { ConnOptions } from "./conn-options.ts";
import { Deadline } from "./deadline.ts";
import { WriteBuffer } from "./write-buffer.ts";

const NOBODY: readonly never[] = [];

export class ConnWriter {
  readonly #socket: Socket;
  /** Runs this writer at the end of a round, and counts its deadline. */
  readonly #reactor: Reactor;
  readonly #options: Required<ConnOptions>;
  /** What is written and not yet the socket's. It lives as long as the connection, and is empty between two rounds. */
  readonly #output: WriteBuffer;
  /** What to end when the peer takes nothing: the Conn, of which no more is needed here. */
  readonly #conn: { destroy(failure: ConnError): void };
  /** Set while the socket refuses more, anew for each slice it takes; made when that first happens. */
  #stall: Deadline | null = null;
  /**
   * Calls of `flush` that wait for room. A list that all idle connections share stands here while there are none; the
   * drain of the socket resolves them, and the end of the connection rejects them.
   */
  #waiting: readonly { resolve: () => void; reject: (error: unknown) => void }[] = NOBODY;
  /** True while a flush at the end of this round is on order. */
  #deferred = false;
  /** Set from `end` on: to be called when our FIN is out. */
  #onEnd: (() => void) | null = null;
  /** Why nothing can be written any more: the Conn's reason, since its end is the end of this half too. */
  #failure: ConnError | null = null;

  constructor(
    socket: Socket,
    reactor: Reactor,
    options: Required<ConnOptions>,
    conn: { destroy(failure: ConnError): void },
  ) {
    this.#socket = socket;
    this.#reactor = reactor;
    this.#options = options;
    // A batch is also the slice: as much as leaves at once is as much as the peer has one deadline for.
    this.#output = new WriteBuffer(options.writeBatchBytes);
    this.#conn = conn;
  }

  /** Takes `data` in. It leaves with the rest of this round, or at once where a batch is full. */
  write(data: Uint8Array | string): void {
    if (this.#failure !== null) return;
    // A batch leaves at once: waiting for more would only cost memory. Less than that waits for the end of the round.
    this.#output.push(data);
    if (this.#output.length >= this.#options.writeBatchBytes) this.push();
    else if (!this.#deferred) {
      this.#deferred = true;
      this.#reactor.defer(this);
    }
  }

  /** For the reactor: the end of the round. */
  run(): void {
    this.#deferred = false;
    this.push();
  }

  /** Hands over as much as the socket takes. Of what is too much, a slice: its peer must take one in time. */
  push(): void {
    if (this.#failure !== null) return;
    // Until the socket asks to wait; from then on its "drain" goes on with it.
    while (this.#output.length > 0 && !this.#socket.writableNeedDrain) {
      if (!this.#output.writeTo(this.#socket)) this.#startDeadline();
    }
  }

  /** Ends our side behind all that was written; a peer that takes nothing meets the write deadline first. */
  end(onEnd: () => void): void {
    this.#onEnd = () => {
      // All is out: what the peer does now is up to the linger.
      this.#stall?.clear();
      onEnd();
    };
    this.push();
    if (this.#output.length === 0) this.#endSocket(this.#onEnd);
  }

  /** The socket may still hold a little that it never complained about, and has no deadline of its own. */
  #endSocket(onEnd: () => void): void {
    this.#socket.end(onEnd);
    if (this.#failure === null && this.#socket.writableLength > 0) this.#startDeadline();
  }

  /** Hands over what there is. A promise only where the socket asks to wait; it settles with the drain, or the end. */
  flush(): undefined | Promise<void> {
    if (this.#failure === null) this.push();
    if (this.#failure === null && !this.#socket.writableNeedDrain) return undefined;
    const waiting = new Promise<void>((resolve, reject) => {
      if (this.#failure !== null) reject(this.#failure);
      else this.#waiting = this.#waiting.concat({ resolve, reject });
    });
    // A handler that awaits it later gets its error too; meanwhile it must not end the process.
    waiting.catch(() => {});
    return waiting;
  }

  /** The socket has room again, it says; one that is ending says so all the time. */
  drained(): void {
    if (this.#socket.writableNeedDrain || this.#socket.writableEnded) return;
    // The peer has taken its slice: the next one has a deadline of its own, which `push` sets.
    this.#stall?.clear();
    this.push();
    if (this.#output.length === 0 && this.#onEnd !== null) this.#endSocket(this.#onEnd);
    // They are woken when there is room, and not when there was: the push may have filled it again.
    if (this.#socket.writableNeedDrain) return;
    for (const waiting of this.#takeWaiting()) waiting.resolve();
  }

  /** The connection has ended: calls that wait are rejected, and what comes later is dropped. */
  fail(failure: ConnError): void {
    this.#failure ??= failure;
    // Never to be sent: the memory goes now, and not with the last reference to the connection.
    this.#output.clear();
    this.#stall?.dispose();
    for (const waiting of this.#takeWaiting()) waiting.reject(failure);
  }

  /** The peer has not taken a slice at once: from here on it has `writeTimeoutMs` for it. */
  #startDeadline(): void {
    this.#stall ??= new Deadline(this.#reactor, () => {
      this.#conn.destroy(new ConnError("WRITE_TIMEOUT", "the peer took too long to read what was sent"));
    });
    // Left alone while it runs: a handler that writes on and on would postpone it for ever.
    if (!this.#stall.isSet) this.#stall.set(this.#options.writeTimeoutMs);
  }

  /** Takes the list out before it is walked: a caller that is woken may flush, and wait, again. */
  #takeWaiting() {
    const waiting = this.#waiting;
    this.#waiting = NOBODY;
    return waiting;
  }
}
