/**
 * What a connection has to say and has not yet handed to its socket. Everything written within one round
 * leaves together. Strings stand for latin1 bytes and are joined before they are encoded, so that a batch
 * of small answers is one string, one encoding and one system call. What is large leaves slice by slice.
 */

import type { Socket } from "node:net";

export class WriteBuffer {
  readonly #sliceBytes: number;
  /** Complete pieces, in order, none longer than a slice; `#text` comes after them. */
  #pieces: (Uint8Array | string)[] = [];
  #text = "";
  #bytes = 0;

  /** `sliceBytes`: as much as is handed over before we look again whether the peer takes it. */
  constructor(sliceBytes: number) {
    this.#sliceBytes = sliceBytes;
  }

  /** Bytes that wait. */
  get length(): number {
    return this.#bytes;
  }

  push(data: Uint8Array | string): void {
    this.#bytes += data.length;
    const isText = typeof data === "string";
    if (isText && this.#text.length + data.length <= this.#sliceBytes) {
      this.#text += data;
      return;
    }
    if (this.#text !== "") this.#pieces.push(this.#text);
    this.#text = "";
    for (let from = 0; from < data.length; from += this.#sliceBytes) {
      const to = from + this.#sliceBytes;
      this.#pieces.push(isText ? data.slice(from, to) : data.subarray(from, to));
    }
  }

  /** Hands the next slice to the socket. False when the socket asks to wait for its drain. */
  writeTo(socket: Socket): boolean {
    if (this.#pieces.length === 0) {
      const text = this.#text;
      this.clear();
      return socket.write(text, "latin1");
    }
    // Corked, all pieces of the slice go to the kernel in one writev.
    socket.cork();
    for (const piece of this.#takeSlice()) {
      if (typeof piece === "string") socket.write(piece, "latin1");
      else socket.write(piece);
    }
    socket.uncork();
    return !socket.writableNeedDrain;
  }

  clear(): void {
    if (this.#pieces.length > 0) this.#pieces = [];
    this.#text = "";
    this.#bytes = 0;
  }

  /** Takes pieces out until they fill a slice, or none is left. */
  #takeSlice(): (Uint8Array | string)[] {
    let count = 0;
    let bytes = 0;
    for (; count < this.#pieces.length && bytes < this.#sliceBytes; count += 1) {
      bytes += this.#pieces[count]?.length ?? 0;
    }
    const slice = this.#pieces.splice(0, count);
    if (this.#pieces.length === 0 && bytes < this.#sliceBytes && this.#text !== "") {
      slice.push(this.#text);
      bytes += this.#text.length;
      this.#text = "";
    }
    this.#bytes -= bytes;
    return slice;
  }
}
