/**
 * Bytes that have arrived and have not been taken. A chunk that comes while the buffer is empty is used
 * as it is; only when a frame is spread over several chunks are they copied together. Memory that has
 * been handed out by `take` is never written again, so a frame may be kept for as long as one likes.
 */

const EMPTY = Buffer.alloc(0);
/** The first memory of our own. Most frames come in one chunk and never need it. */
const FIRST_CAPACITY = 8 * 1024;
/** What is taken is copied up to this … */
const MAX_COPIED = 4 * 1024;
/** … where the chunk is more than so many times as large. */
const COPIED_SHARE = 8;
/** More than this is not made into text at once: behind a head there may be a large body. */
const TEXT_WINDOW = 16 * 1024;

export class ReadBuffer {
  /** The memory. Unread bytes are `bytes[start]` … `bytes[end - 1]`; hot decoders read it in place. */
  bytes: Buffer = EMPTY;
  /** Of the first unread byte. Decoders look from here, and move it by `take` and `skip` only. */
  start = 0;
  /** Behind the last one. */
  end = 0;
  /** Where in `bytes` the text of `latin1` begins. */
  textStart = 0;
  /** The text that `latin1` made last. Gone as soon as bytes come, or when the buffer is empty. */
  #text = "";
  /** True when `bytes` is ours and has room behind `end`. A chunk from the socket is not ours to fill. */
  #growable = false;

  get length(): number {
    return this.end - this.start;
  }

  /** Takes in what has arrived. Only a chunk that meets unread bytes is copied. */
  append(chunk: Buffer): void {
    this.#text = "";
    if (this.length === 0) {
      this.bytes = chunk;
      this.start = 0;
      this.end = chunk.length;
      this.#growable = false;
      return;
    }
    if (!this.#growable || this.end + chunk.length > this.bytes.length) this.#grow(chunk.length);
    this.end += chunk.copy(this.bytes, this.end);
  }

  /** Takes `count` bytes, which must be there. A small part of a large chunk is copied: it would keep the chunk. */
  take(count: number): Buffer {
    const { bytes, start } = this;
    const isSmall = count <= MAX_COPIED && count * COPIED_SHARE < bytes.length;
    const taken = isSmall ? Buffer.allocUnsafe(count) : bytes.subarray(start, start + count);
    if (isSmall) bytes.copy(taken, 0, start, start + count);
    this.skip(count);
    return taken;
  }

  /** Drops `count` bytes. An empty buffer lets go of its memory: idle connections hold none. */
  skip(count: number): void {
    this.start += count;
    if (this.start < this.end) return;
    this.bytes = EMPTY;
    this.start = 0;
    this.end = 0;
    this.#text = "";
    this.#growable = false;
  }

  /**
   * Text in which the unread bytes begin at `start - textStart`: at least the next one, 16 KiB of them at the
   * most. All frames that come in one chunk share it, so decoders of text need not each make their own.
   */
  latin1(): string {
    if (this.start >= this.textStart + this.#text.length || this.#text === "") {
      this.textStart = this.start;
      this.#text = this.bytes.toString("latin1", this.start, Math.min(this.end, this.start + TEXT_WINDOW));
    }
    return this.#text;
  }

  /** Where `byte` is, counted from `start`, searched from `from` on; -1 if it has not come. */
  indexOf(byte: number, from = 0): number {
    const at = this.bytes.indexOf(byte, this.start + from);
    return at < 0 || at >= this.end ? -1 : at - this.start;
  }

  /** Doubling keeps a client that drips single bytes linear in cost. */
  #grow(extra: number): void {
    // Unread bytes move to the front: what has been taken makes room.
    const needed = this.length + extra;
    // Slow: of its own, and not a piece of Node's pool, which one long frame would keep.
    const grown = Buffer.allocUnsafeSlow(Math.max(FIRST_CAPACITY, 2 * needed));
    this.bytes.copy(grown, 0, this.start, this.end);
    this.end = this.length;
    this.start = 0;
    this.bytes = grown;
    this.#growable = true;
  }
}
