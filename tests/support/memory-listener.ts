/** A Listener without a network: each connection is a MemorySocket, and a server cannot tell the difference. */

import type { Reactor } from "../../day5/src/event-loop.ts";
import type { Address, Conn, Listener } from "../../day5/src/net.ts";
import { MemorySocket } from "./memory-server.ts";
import { ray } from "./stage.ts";

export class MemoryListener implements Listener {
  readonly address: Address = { path: "memory" };
  readonly #reactor: Reactor;
  readonly #waiting: MemorySocket[] = [];
  #pending: ((conn: Conn | null) => void) | null = null;
  #isClosed = false;

  constructor(reactor: Reactor) {
    this.#reactor = reactor;
  }

  /** A client that has connected, and has not been accepted yet. */
  connect(): MemorySocket {
    const socket = new MemorySocket();
    // Until somebody owns it: a client may leave while it waits.
    socket.on("error", () => {});
    this.#waiting.push(socket);
    this.#hand();
    return socket;
  }

  accept(): Promise<Conn | null> {
    return new Promise((resolve) => {
      this.#pending = resolve;
      this.#hand();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#hand();
  }

  #hand(): void {
    const pending = this.#pending;
    if (pending === null) return;
    let socket = this.#waiting.shift();
    // As a real one does: who has left while it waited is not let in.
    while (socket?.destroyed) socket = this.#waiting.shift();
    if (socket === undefined && !this.#isClosed) return;
    this.#pending = null;
    if (socket === undefined) pending(null);
    else pending(new ray.Conn(socket as never, this.address, this.address, this.#reactor));
  }
}
