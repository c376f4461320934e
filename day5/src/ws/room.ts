/**
 * Those who hear the same: what is said to a room goes to all who are in it. A client that does not read is cut off by
 * its own bound, and costs the others nothing. It lives in this process: two processes have two rooms, and what joins
 * them, such as Redis, is the program's.
 */

import type { WebSocketConn } from "./web-socket-conn.ts";

/** Made by the program, mostly one for each topic, and held by it. A room without members costs next to nothing. */
export class Room {
  /** From `join` until they leave, or their connection is over. */
  readonly #members = new Set<WebSocketConn>();

  /** How many hear what is said now. */
  get size(): number {
    return this.#members.size;
  }

  /** Until the connection is over, or `leave`. */
  join(socket: WebSocketConn): void {
    this.#members.add(socket);
    socket.closed.then(() => this.#members.delete(socket));
  }

  /** One that is not in the room is no error. Its connection goes on. */
  leave(socket: WebSocketConn): void {
    this.#members.delete(socket);
  }

  /**
   * `but` hears nothing: mostly the one who said it. It does not wait. No member is waited for: one who reads slowly
   * must not hold up the others.
   */
  send(data: string | Uint8Array, but: WebSocketConn | null = null): void {
    for (const member of this.#members) if (member !== but) member.send(data);
  }
}
