/**
 * Sends the body of an answer that is a stream, at the speed the client reads. A source may take its time, and
 * its client may leave meanwhile: then the source is told, and the exchange is over whether it listens or not.
 * Small pieces leave together, and a source that is always ready lets others have their turn.
 */

import type { Conn } from "../../net/conn.ts";
import { ConnError } from "../../net/conn-error.ts";
import { connDefaults } from "../../net/conn-options.ts";
import { latin1 } from "../../net/write-buffer.ts";
import { type Pieces, toPiece } from "../response-body.ts";
import { Trailers } from "../trailers.ts";
import { nextTurn } from "../turn.ts";

/** How the end of the body is told: its length, chunks, the end of the connection, or no body at all. */
export type BodyFraming = number | "chunked" | "close" | "none";

/** Bodies above this are handed over in slices, so that a slow client is noticed slice by slice: one batch is one slice. */
export const SLICE_BYTES = connDefaults.writeBatchBytes;
/** Pieces up to this are copied together: handing over each by itself would cost more. */
const SMALL_BYTES = 1024;
/**
 * What is read of a request that its handler does not read while its answer streams: behind it stands the
 * client's end.
 */
const READ_AHEAD_BYTES = 1024 * 1024;
/** How often we look for a client that has ended its side, in the time that a slow one has. */
const LOOKS = 4;

/** Where the bytes of a body are counted while they are handed over: it may break off. */
export interface Counted {
  bytes?: number;
}

/** Hands over `bytes` slice by slice. Errors: as `conn.flush`. */
export async function writeSlices(conn: Conn, bytes: Uint8Array, counted: Counted): Promise<void> {
  for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
    const slice = bytes.subarray(from, from + SLICE_BYTES);
    conn.write(slice);
    counted.bytes = (counted.bytes ?? 0) + slice.length;
    await conn.flush();
    // A client that takes all at once would keep us here, without a look at any other.
    await nextTurn();
  }
}

/**
 * Sends all that `pieces` has. Errors: what the stream fails with; Error when it is not as long as `framing`
 * says; TypeError for a piece that is neither text nor bytes; ConnError when the client has gone.
 */
export function writeStream(
  conn: Conn,
  pieces: Pieces,
  framing: BodyFraming,
  counted: Counted,
): Promise<void> {
  return new StreamWriter(conn, pieces, framing, counted).run();
}

/**
 * One answer that streams. Made by `writeStream`, alive until its promise settles: then it has taken back all
 * that it listened to, and has ended the source, whichever of the three ends came first: that of the source,
 * its failure, or that of the client.
 */
class StreamWriter {
  readonly #conn: Conn;
  readonly #pieces: Pieces;
  readonly #isChunked: boolean;
  /** The exchange's. */
  readonly #counted: Counted;
  /** Bytes that are still to come; null where they were not counted in advance. */
  #left: number | null;
  /** The source has been asked and has not answered yet. */
  #isWaiting = false;
  /** Pieces so far: whether the source does anything is seen by it. */
  #count = 0;
  /** How often a client that has ended its side is still to be asked whether it reads on. */
  #probes = 0;
  /** One of the ends has come; what comes after it is not listened to. */
  #isOver = false;

  constructor(conn: Conn, pieces: Pieces, framing: BodyFraming, counted: Counted) {
    this.#conn = conn;
    this.#counted = counted;
    this.#pieces = pieces;
    this.#isChunked = framing === "chunked";
    this.#left = typeof framing === "number" ? framing : null;
  }

  /** What ends it is either the source or the connection: a source that sleeps is not waited for. */
  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      let forgetLate = () => {};
      // `settle` says how: a source may throw anything, undefined too, so the error itself cannot tell.
      const over = (settle: () => void) => {
        if (this.#isOver) return;
        this.#isOver = true;
        forgetClose();
        forgetEnd();
        forgetLate();
        this.#conn.readAhead(0);
        this.#pieces.end();
        settle();
      };
      const fail = (error: unknown) => over(() => reject(error));
      const forgetClose = this.#conn.onClose(() => fail(ConnError.closed()));
      const forgetEnd = this.#conn.onEnd(() => {
        forgetLate();
        forgetLate = this.#onEnd(fail);
      });
      // Paused by a body that is not read, the socket would not see its client leave.
      this.#conn.readAhead(READ_AHEAD_BYTES);
      this.#send().then(() => over(resolve), fail);
    });
  }

  /**
   * Asks for a piece, writes it, and so on. Errors: what the source fails with; one that yields too much or
   * little.
   */
  async #send(): Promise<void> {
    let trailers = "";
    for (;;) {
      if (this.#probes > 0) setImmediate(() => this.#probe());
      this.#isWaiting = true;
      const { done, value } = await this.#pieces.next();
      this.#isWaiting = false;
      if (this.#isOver) return;
      if (done && value instanceof Trailers) trailers = value.encode();
      if (done) break;
      this.#count += 1;
      const piece = toPiece(value);
      // A chunk of length 0 would be the end (RFC 9112 §7.1).
      const written = piece.length === 0 ? undefined : this.#write(piece);
      if (written !== undefined) await written;
      const turn = nextTurn();
      if (turn !== null) await turn;
      if (this.#isOver) return;
    }
    if (this.#left !== null && this.#left > 0)
      throw new Error("the stream is shorter than its content-length");
    if (this.#isChunked) this.#conn.write(`0\r\n${trailers}\r\n`);
  }

  /** A promise only where the client takes less than it is given. */
  #write(piece: Uint8Array | string): undefined | Promise<void> {
    // As many bytes as characters means ASCII, and such a text is its own bytes.
    const isText = typeof piece === "string";
    const length = isText ? Buffer.byteLength(piece) : piece.length;
    if (length > SMALL_BYTES || (isText && length !== piece.length)) {
      return this.#writeBytes(isText ? Buffer.from(piece) : piece);
    }
    const text = isText ? piece : latin1(piece);
    const begin = this.#begin(length);
    this.#conn.write(this.#isChunked ? `${begin}${text}\r\n` : text);
    this.#tally(length);
    return this.#conn.isBacklogged ? this.#conn.flush() : undefined;
  }

  /** At once, not at the end of the round: the source may fill the same memory again. */
  #writeBytes(bytes: Uint8Array): undefined | Promise<void> {
    const begin = this.#begin(bytes.length);
    if (begin !== "") this.#conn.write(begin);
    if (bytes.length > SLICE_BYTES)
      return writeSlices(this.#conn, bytes, this.#counted).then(() => this.#end());
    this.#conn.write(bytes);
    this.#tally(bytes.length);
    this.#end();
    return this.#conn.flush();
  }

  /** What stands before a piece. Errors: more of them than the answer may have. */
  #begin(length: number): string {
    if (this.#left !== null) this.#left -= length;
    if (this.#left !== null && this.#left < 0)
      throw new Error("the stream is longer than its content-length");
    return this.#isChunked ? `${length.toString(16)}\r\n` : "";
  }

  #tally(length: number): void {
    this.#counted.bytes = (this.#counted.bytes ?? 0) + length;
  }

  /** What stands behind a piece: CR LF is part of a chunk, not of its data (RFC 9112 §7.1). */
  #end(): void {
    if (this.#isChunked) this.#conn.write("\r\n");
  }

  /**
   * The client has sent a FIN: it is gone, or it has ended its side and reads on, which a FIN does not say.
   * Who is gone is found out by probes. Where none can be sent, or none is answered, a source that stays
   * silent is given the time of a client that reads nothing. Returns how to stop looking.
   */
  #onEnd(fail: (error: unknown) => void): () => void {
    let stop = () => {};
    let quiet = 0;
    let before = this.#count;
    const look = () => {
      quiet = this.#isWaiting && this.#count === before ? quiet + 1 : 0;
      before = this.#count;
      if (quiet === LOOKS) return fail(ConnError.closed());
      this.#probes = 1;
      this.#probe();
      stop = this.#conn.afterWriteTimeout(1 / LOOKS, look);
    };
    stop = this.#conn.afterWriteTimeout(1 / LOOKS, look);
    this.#probes = 2;
    this.#probe();
    return () => stop();
  }

  /**
   * Where nothing else is sent. RFC 9112 §7.1: the size of a chunk may begin with zeros. One that leaves
   * before the rest says nothing, but it must be taken: who is gone answers it with a reset, and the next one
   * meets that.
   */
  #probe(): void {
    if (this.#probes === 0 || !this.#isWaiting || this.#isOver || !this.#isChunked) return;
    this.#probes -= 1;
    this.#conn.write("0");
    // What that fails with, the connection hears by itself.
    this.#conn.flush()?.catch(() => {});
    if (this.#probes > 0) setImmediate(() => this.#probe());
  }
}
