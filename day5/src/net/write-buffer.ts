/**
 * What a connection has to say and has not yet handed to its socket. Everything written within one round
 * leaves together. Strings stand for latin1 bytes and are joined before they are encoded, so that a batch
 * of small answers is one string, one encoding and one system call.
 */

import type { Socket } from "node:net";

export class WriteBuffer {
  /** Complete pieces, in order; `#text` comes after them. */
  #pieces: (Uint8Array | string)[] = [];
  #text = "";
  #bytes = 0;

  /** Bytes that wait. */
  get length(): number {
    return this.#bytes;
  }

  push(data: Uint8Array | string): void {
    this.#bytes += data.length;
    if (typeof data === "string") {
      this.#text += data;
      return;
    }
    if (this.#text !== "") this.#pieces.push(this.#text);
    this.#text = "";
    this.#pieces.push(data);
  }

  /** Hands everything to the socket. False when the socket asks to wait for its drain. */
  writeTo(socket: Socket): boolean {
    const pieces = this.#pieces;
    const text = this.#text;
    this.clear();
    if (pieces.length === 0) return socket.write(text, "latin1");
    // Corked, all pieces go to the kernel in one writev.
    socket.cork();
    for (const piece of pieces) {
      if (typeof piece === "string") socket.write(piece, "latin1");
      else socket.write(piece);
    }
    if (text !== "") socket.write(text, "latin1");
    socket.uncork();
    return !socket.writableNeedDrain;
  }

  clear(): void {
    if (this.#pieces.length > 0) this.#pieces = [];
    this.#text = "";
    this.#bytes = 0;
  }
}
