/**
 * A connection as a stream that gives whole frames of HTTP/2 to a session of `node:http2`, where the socket itself would be
 * a danger (whole-frames.ts says why). What it reads and writes goes through the Conn, and costs more than that.
 */

import type { ServerHttp2Session } from "node:http2";
import { Duplex } from "node:stream";
import type { Conn } from "../../net/conn.ts";
import { PENDING, type Waker } from "../../net/pending-read.ts";
import { NO_ERROR, PROTOCOL_ERROR } from "./codes.ts";
import { goaway, type Http2Transport, NOTICE, type TransportListener } from "./transport.ts";
import { GOAWAY, HEAD_BYTES, WholeFrames } from "./whole-frames.ts";

/** In a GOAWAY, behind its head and the last stream (RFC 9113 §6.8). */
const GOAWAY_CODE_AT = 13;

export class FramedTransport extends Duplex implements Http2Transport, Waker {
  readonly stream = this;
  readonly #conn: Conn;
  readonly #frames = new WholeFrames();
  /** Both from `attach` on. */
  #session: ServerHttp2Session | null = null;
  #listener: TransportListener | null = null;
  /** The client knows why the connection ends: by us, or by its own word. */
  #isTold = false;
  /** Bytes that are still to be written of a frame that has begun. */
  #begun = 0;
  /** Node has asked for more than it was given. */
  #isWanted = false;
  /** The last look found an end. */
  #isEnd = false;
  /** The reader waits in the Conn, or frames are being handed over. */
  #isBusy = false;

  constructor(conn: Conn) {
    super({ allowHalfOpen: true });
    this.#conn = conn;
    conn.readDeadline.clear();
    conn.onClose(() => this.destroy());
    this.on("close", () => conn.cancelRead());
  }

  attach(session: ServerHttp2Session, listener: TransportListener): void {
    this.#session = session;
    this.#listener = listener;
    const over = () => this.#over();
    session.on("error", over);
    this.on("finish", over).on("close", over);
  }

  notice(onHeard: () => void): void {
    this.#conn.write(NOTICE);
    // Its answer has passed all that the client had sent before it heard. Node tells of the streams among that a tick
    // later than of the ping, where they came together.
    this.#session?.ping((error) => {
      if (error === null) process.nextTick(onHeard);
    });
  }

  /** Not by the session: Node would close the stream before its last frame is out. */
  finish(): void {
    this.#say(NO_ERROR);
  }

  /** The session has ended by itself. Node may have lost the frame that says why. */
  #over(): void {
    this.#say(PROTOCOL_ERROR);
    this.#listener?.onSessionEnd();
  }

  #say(code: number): void {
    if (!this.#isTold) this.#conn.write(goaway(this.#listener?.lastStream ?? 0, code));
    this.#isTold = true;
  }

  /** Whether the session has ended: DATA on a stream that it has not told of any more would end the process. */
  get #isDeaf(): boolean {
    return this.#session?.destroyed === true;
  }

  /** Node takes what was pushed a tick later, and would give it to a session that has ended meanwhile. */
  override read(size?: number): Buffer | null {
    return this.#isDeaf ? null : super.read(size);
  }

  override _read(): void {
    this.#isWanted = true;
    if (!this.#isBusy) this.wake();
  }

  /** For the Conn: frames may have come, or the end. */
  wake(): void {
    this.#isBusy = false;
    // HTTP/1.1, which had the connection first, still hears of the stop and hurries its reader.
    this.#conn.readDeadline.clear();
    try {
      while (this.#isWanted && !this.destroyed && !this.#isDeaf) {
        const bytes = this.#conn.pollFrame(this.#frames, this);
        this.#isBusy = true;
        if (bytes === PENDING) return;
        if (bytes === null) {
          this.#ended();
          return;
        }
        this.#isEnd = false;
        if (this.#frames.isGoaway) {
          // What was in front of it first: Node tells of that a little later than it takes it.
          setImmediate(() => this.#clientGoes(bytes.readUInt32BE(GOAWAY_CODE_AT)));
          return;
        }
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
   * Node would close its session, and reset a stream that is opened behind that from within nghttp2, which goes on with
   * memory that is given back by then. So it does not hear of it: the streams that are open are served, new ones refused.
   */
  #clientGoes(code: number): void {
    this.#isTold = true;
    if (code === NO_ERROR) this.#listener?.onClientEnd(false);
    else this.#session?.destroy(new Error(`the client ended the session, with code ${code}`));
    this.wake();
  }

  /**
   * Looked at twice: a reader that was only hurried finds the same once. It is not the end of this stream, at which Node
   * would drop the answers that are under way.
   */
  #ended(): void {
    if (this.#isEnd) this.#listener?.onClientEnd(true);
    else setImmediate(() => this.wake());
    this.#isEnd = !this.#isEnd;
  }

  override _write(bytes: Buffer, _: string, done: (error?: Error) => void): void {
    this.#conn.write(bytes);
    if (this.#breaksOff(bytes)) {
      this.#isTold = true;
      setImmediate(() => this.#over());
    }
    const room = this.#conn.isBacklogged ? this.#conn.flush() : undefined;
    if (room === undefined) done();
    else room.then(() => done(), done);
  }

  /**
   * Whether the session says in `bytes` that it ends by an error. Behind that it says nothing more, and the connection is
   * to be closed (RFC 9113 §5.4.1); but Node would wait for the client to do it.
   */
  #breaksOff(bytes: Buffer): boolean {
    let isOver = false;
    let at = this.#begun;
    for (; at + HEAD_BYTES <= bytes.length; at += HEAD_BYTES + bytes.readUIntBE(at, 3))
      isOver ||= bytes[at + 3] === GOAWAY && bytes.readUInt32BE(at + GOAWAY_CODE_AT) !== NO_ERROR;
    this.#begun = at - bytes.length;
    return isOver;
  }

  /** What Node has of one round, in small pieces: heads, bodies, ends. One by one they would cost more than a copy. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: (error?: Error) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), "", done);
  }
}
