/**
 * A listening net.Server as a Source of the event loop: accepted sockets wait in a bounded queue until
 * somebody asks for them. Node cannot be told to leave them in the kernel's queue (ND1), so they are
 * accepted paused: their bytes stay in the kernel, and a waiting client costs one small object.
 */

import type { Server, Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { EventSet, NO_SIGNAL, type Signal, type Source } from "../event-loop/source.ts";

const ignore = () => {};

/** Under a load in which every turn of Node's loop brings somebody, this many must do. */
const MOST_TURNS = 32;

export class AcceptSource implements Source {
  readonly #server: Server;
  readonly #waiting: Socket[] = [];
  #errors: Error[] = [];
  #signal: Signal = NO_SIGNAL;
  /** How many have come. */
  #count = 0;
  closed = false;
  /** Clients that were turned away because the queue was full. */
  dropped = 0;

  constructor(server: Server, maxWaiting: number) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#count += 1;
      if (this.#waiting.length >= maxWaiting) {
        this.dropped += 1;
        socket.destroy();
        return;
      }
      // A client may give up while it waits; the error belongs to nobody yet.
      socket.on("error", ignore);
      this.#waiting.push(socket);
      this.#signal.raise(EventSet.readable);
    });
    server.on("error", (error) => {
      this.#errors.push(error);
      this.#signal.raise(EventSet.readable);
    });
  }

  /** The socket that has waited longest and is still alive; null if none waits. Errors: what the server reported. */
  take(): Socket | null {
    const error = this.#errors.shift();
    if (error !== undefined) throw error;
    for (;;) {
      const socket = this.#waiting.shift();
      if (socket === undefined) return null;
      if (socket.destroyed) continue;
      socket.off("error", ignore);
      return socket;
    }
  }

  /**
   * Resolves when a turn of Node's loop has brought nobody: whoever is in the kernel's queue when the socket
   * closes is reset, with the request that they have sent. The first turn may have looked there already.
   */
  async quiet(): Promise<void> {
    for (let turn = 1; turn <= MOST_TURNS; turn += 1) {
      const before = this.#count;
      await nextTurn();
      if (turn > 1 && this.#count === before) return;
    }
  }

  /** Stops listening; the address is free when it returns. Those who wait can still be taken. */
  close(): void {
    this.closed = true;
    // Nobody waits for the callback of close(): connections that live on hold it back.
    this.#server.close();
  }

  /** Ends those who wait. */
  endWaiting(): void {
    for (const socket of this.#waiting.splice(0)) socket.destroy();
  }

  readiness(): EventSet {
    return this.#waiting.length > 0 || this.#errors.length > 0 ? EventSet.readable : EventSet.none;
  }

  attach(signal: Signal): void {
    this.#signal = signal;
  }

  detach(): void {
    this.#signal = NO_SIGNAL;
  }
}
