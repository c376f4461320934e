/**
 * A listening net.Server as a Source of the event loop: accepted sockets wait in a bounded queue until
 * the server asks for them. Node cannot be told to leave them in the kernel's queue (ND1), so they are
 * accepted paused: their bytes stay in the kernel, and a waiting client costs one small object.
 */

import type { Server, Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { EventSet, NO_SIGNAL, type Signal, type Source } from "../event-loop/source.ts";

const ignore = () => {};

/** Under a load in which every turn of Node's loop brings another client, this many must do. */
const MOST_TURNS = 32;

/** Made when the server listens, and closed with the listener. What has been taken out is the business of its Conn. */
export class AcceptSource implements Source {
  /** Node's. Made by TcpListener; closed here, which frees its address and leaves its sockets alone. */
  readonly #server: Server;
  /** Clients that are connected and not yet taken, first come, first served. Never more than `maxWaiting`. */
  readonly #waiting: Socket[] = [];
  /** What the server has reported and no `take` has thrown yet. */
  #errors: Error[] = [];
  /** The reactor's ear, from `attach` to `detach`. */
  #signal: Signal = NO_SIGNAL;
  /** How many have come since the start, taken or not: two equal readings say that the kernel's queue is empty. */
  #count = 0;
  closed = false;
  /** Clients that were turned away because the queue was full. */
  dropped = 0;

  constructor(server: Server, maxWaiting: number) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#count += 1;
      // A bound like everything that a stranger can fill. Turned away at once: the client can try elsewhere.
      if (this.#waiting.length >= maxWaiting) {
        this.dropped += 1;
        socket.destroy();
        return;
      }
      // A client may give up while it waits; there is no Conn yet that the error could belong to.
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
      // It has left while it waited: there is nothing to serve.
      if (socket.destroyed) continue;
      socket.off("error", ignore);
      return socket;
    }
  }

  /**
   * Resolves when a turn of Node's loop has brought no client: one that is in the kernel's queue when the socket
   * closes is reset, with the request that it has sent. The first turn may have looked there already.
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
    // The callback of close() is not waited for: connections that live on hold it back.
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
