/**
 * A connection as a stream that gives one frame of HTTP/2 at a time. Before its version 1.68.1, nghttp2 reads on behind
 * the frame that has ended a session, and a malformed one that follows in the same packet ends the process
 * (CVE-2026-27135). Frame by frame there is nothing behind it. It costs time, so connection.ts asks whether it is needed.
 */

import { Duplex } from "node:stream";
import type { Decoder } from "../../net/codec.ts";
import type { Conn } from "../../net/conn.ts";
import { PENDING, type Waker } from "../../net/pending-read.ts";
import type { ReadBuffer } from "../../net/read-buffer.ts";

/** RFC 9113 §3.4 and §4.1. */
const PREFACE_BYTES = 24;
const HEAD_BYTES = 9;
/** §4.2: what we take, since our settings say no more. */
const MOST_BYTES = 16 * 1024;

/** RFC 9113 §6: what the payload of a type has to be; types that are not here have no bytes of their own to count. */
const [HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE] = [1, 2, 3, 4, 5, 6, 7, 8];
const [ACK, PADDED, HAS_PRIORITY] = [0x1, 0x8, 0x20];

/** Whether a frame of this type can have a payload of `length` bytes. */
function isSized(type: number, flags: number, length: number): boolean {
  switch (type) {
    case HEADERS:
      return length >= (flags & PADDED ? 1 : 0) + (flags & HAS_PRIORITY ? 5 : 0);
    case PRIORITY:
      return length === 5;
    case RST_STREAM:
    case WINDOW_UPDATE:
      return length === 4;
    case SETTINGS:
      return flags & ACK ? length === 0 : length % 6 === 0;
    case PUSH_PROMISE:
      return false;
    case PING:
      return length === 8;
    case GOAWAY:
      return length >= 8;
    default:
      return true;
  }
}

class FrameDecoder implements Decoder<Buffer> {
  #isFirst = true;

  decode(input: ReadBuffer): Buffer | null {
    const { bytes, start, end } = input;
    let at = start;
    if (this.#isFirst && end - start < PREFACE_BYTES) return null;
    if (this.#isFirst) at += PREFACE_BYTES;
    while (end - at >= HEAD_BYTES) {
      const length = bytes.readUIntBE(at, 3);
      const isLong = length > MOST_BYTES;
      const next = at + HEAD_BYTES + (isLong ? 0 : length);
      const isAlone = isLong || !isSized(bytes[at + 3] as number, bytes[at + 4] as number, length);
      if (next > end || (isAlone && at > start)) break;
      at = next;
      if (isAlone) break;
    }
    if (at === start) return null;
    this.#isFirst = false;
    return input.take(at - start);
  }
}

/**
 * Made by the connection that speaks HTTP/2, for Node's session, which owns it from then on. It says "clientEnd" when the
 * client has ended its side, and "close" when the session has done with it.
 */
export class FrameStream extends Duplex implements Waker {
  readonly #conn: Conn;
  readonly #frames = new FrameDecoder();
  /** Node has asked for more than it was given. */
  #isWanted = false;
  /** The last look found an end. */
  #isEnd = false;
  /** The reader waits in the Conn, or a frame is being handed over. */
  #isBusy = false;

  constructor(conn: Conn) {
    super({ allowHalfOpen: true });
    this.#conn = conn;
    conn.readDeadline.clear();
    conn.onClose(() => this.destroy());
    this.on("close", () => conn.cancelRead());
  }

  override _read(): void {
    this.#isWanted = true;
    if (!this.#isBusy) this.wake();
  }

  /** For the Conn: a frame may have come, or its end. */
  wake(): void {
    this.#isBusy = false;
    // HTTP/1.1, which had the connection first, still hears of the stop and hurries its reader.
    this.#conn.readDeadline.clear();
    try {
      while (this.#isWanted && !this.destroyed) {
        const bytes = this.#conn.pollFrame(this.#frames, this);
        this.#isBusy = true;
        if (bytes === PENDING) return;
        if (bytes === null) {
          this.#ended();
          return;
        }
        this.#isEnd = false;
        this.#isWanted = false;
        this.push(bytes);
        this.#isBusy = false;
      }
    } catch {
      // An end inside a frame, or a reset: what is under way hears it by the end of the stream.
      this.destroy();
    }
  }

  /**
   * Said once for a reader that was only hurried, and again for a client that has ended its side. That is not the end of
   * this stream, at which Node would drop the answers that are under way.
   */
  #ended(): void {
    if (this.#isEnd) this.emit("clientEnd");
    else setImmediate(() => this.wake());
    this.#isEnd = !this.#isEnd;
  }

  override _write(bytes: Buffer, _: string, done: (error?: Error) => void): void {
    this.#conn.write(bytes);
    const room = this.#conn.isBacklogged ? this.#conn.flush() : undefined;
    if (room === undefined) done();
    else room.then(() => done(), done);
  }

  /** What Node has of one round, in small pieces: a head and a body each. Together they cost less than one by one. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), "", done);
  }
}

/** Whether this Node has an nghttp2 that needs it. */
export function needsFrames(nghttp2: string): boolean {
  const [major = 0, minor = 0, patch = 0] = nghttp2.split(".").map(Number);
  return major * 1e6 + minor * 1e3 + patch < 1_068_001;
}
