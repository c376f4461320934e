/**
 * What a connection has to say and has not yet handed to its socket. Everything written within one round
 * leaves together. Strings stand for latin1 bytes and are joined before they are encoded, so that a batch
 * of small answers is one string, one encoding and one system call. What is large leaves slice by slice.
 */

import type { Socket } from "node:net";

/** Bytes up to this are joined as the text they stand for: each by itself would cost more than a copy. */
const SMALL_BYTES = 1024;

/** Made with its connection. Between two rounds it is empty, unless the peer takes less than we write. */
export class WriteBuffer {
  readonly #sliceBytes: number;
  /** Complete pieces, in order, none longer than a slice; `#text` comes after them. Large bytes are not copied. */
  #pieces: (Uint8Array | string)[] = [];
  /**
   * The open piece: texts are put together here until a slice is full or bytes follow. The engine keeps it as a tree of
   * its parts, so that joining costs nothing; it is flattened once, when it is encoded.
   */
  #text = "";
  /** The length of all that waits, since it is asked at each write. */
  #bytes = 0;

  /** `sliceBytes`: as much as is handed over before we look again whether the peer takes it. */
  constructor(sliceBytes: number) {
    this.#sliceBytes = sliceBytes;
  }

  /** Bytes that wait. */
  get length(): number {
    return this.#bytes;
  }

  /** Takes `data` in. Bytes up to 1 KiB are copied and may be changed afterwards; larger ones must be left alone. */
  push(data: Uint8Array | string): void {
    this.#bytes += data.length;
    if (typeof data === "string") this.#pushText(data);
    else if (data.length <= SMALL_BYTES) this.#pushText(latin1(data));
    else {
      this.#endText();
      for (let from = 0; from < data.length; from += this.#sliceBytes)
        this.#pieces.push(data.subarray(from, from + this.#sliceBytes));
    }
  }

  /** Hands the next slice to the socket. False when the socket asks to wait for its drain. */
  writeTo(socket: Socket): boolean {
    // Never more than a slice: what the socket has taken once cannot be measured or taken back any more.
    // The usual case: a round of small answers, all of them text.
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
    // What a corked `write` returns is about one piece; the slice as a whole is known only now.
    return !socket.writableNeedDrain;
  }

  /** Forgets all that waits: it has been handed over, or will never be sent. */
  clear(): void {
    if (this.#pieces.length > 0) this.#pieces = [];
    this.#text = "";
    this.#bytes = 0;
  }

  /** Joins, and cuts where a slice is full. */
  #pushText(text: string): void {
    if (this.#text.length + text.length <= this.#sliceBytes) {
      this.#text += text;
      return;
    }
    this.#endText();
    let from = 0;
    for (; text.length - from > this.#sliceBytes; from += this.#sliceBytes)
      this.#pieces.push(text.slice(from, from + this.#sliceBytes));
    this.#text = text.slice(from);
  }

  /** Something else follows. As bytes: a text that was joined is a tree, many times as large as what it says. */
  #endText(): void {
    if (this.#text === "") return;
    this.#pieces.push(Buffer.from(this.#text, "latin1"));
    this.#text = "";
  }

  /** Takes pieces out until they fill a slice, or none is left. */
  #takeSlice(): (Uint8Array | string)[] {
    let count = 0;
    let bytes = 0;
    for (; count < this.#pieces.length && bytes < this.#sliceBytes; count += 1) {
      bytes += this.#pieces[count]?.length ?? 0;
    }
    const slice = this.#pieces.splice(0, count);
    // The open text goes along where there is room: it would be a write of its own otherwise.
    if (this.#pieces.length === 0 && bytes < this.#sliceBytes && this.#text !== "") {
      slice.push(this.#text);
      bytes += this.#text.length;
      this.#text = "";
    }
    this.#bytes -= bytes;
    return slice;
  }
}

/**
 * The characters whose latin1 bytes these are. A view and no copy: `Buffer.from` of an array would copy it before it is
 * read.
 */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
