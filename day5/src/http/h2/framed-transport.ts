/**
 * A connection as a stream that gives whole frames of HTTP/2 to a session of `node:http2`, where the socket itself would be
 * a danger (whole-frames.ts says why). What it reads and writes goes through the Conn, and costs more than that.
 */

import { constants, type ServerHttp2Session } from "node:http2";
import { Duplex } from "node:stream";
import type { Conn } from "../../net/conn.ts";
import { PENDING, type Waker } from "../../net/pending-read.ts";
import { goaway, type Http2Transport, NOTICE, type TransportListener } from "./transport.ts";
import { WholeFrames } from "./whole-frames.ts";

const { NGHTTP2_NO_ERROR, NGHTTP2_PROTOCOL_ERROR } = constants;

export class FramedTransport extends Duplex implements Http2Transport, Waker {
  readonly stream = this;
  readonly #conn: Conn;
  readonly #frames = new WholeFrames();
  /** Both from `attach` on. */
  #session: ServerHttp2Session | null = null;
  #listener: TransportListener | null = null;
  /** The client knows why the connection ends: by us, or by its own word. */
  #isTold = false;
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
    session.on("goaway", () => {
      this.#isTold = true;
    });
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
    this.#say(NGHTTP2_NO_ERROR);
  }

  sendAway(code: number, why: string): void {
    this.#isTold = true;
    this.#session?.goaway(code, 0, Buffer.from(why));
    this.#session?.destroy();
  }

  /** The session has ended by itself. Node may have lost the frame that says why. */
  #over(): void {
    this.#say(NGHTTP2_PROTOCOL_ERROR);
    this.#listener?.onSessionEnd();
  }

  #say(code: number): void {
    if (!this.#isTold) this.#conn.write(goaway(this.#listener?.lastStream ?? 0, code));
    this.#isTold = true;
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
   * Looked at twice: a reader that was only hurried finds the same once. It is not the end of this stream, at which Node
   * would drop the answers that are under way.
   */
  #ended(): void {
    if (this.#isEnd) this.#listener?.onClientEnd();
    else setImmediate(() => this.wake());
    this.#isEnd = !this.#isEnd;
  }

  override _write(bytes: Buffer, _: string, done: (error?: Error) => void): void {
    this.#conn.write(bytes);
    const room = this.#conn.isBacklogged ? this.#conn.flush() : undefined;
    if (room === undefined) done();
    else room.then(() => done(), done);
  }

  /** What Node has of one round, in small pieces: heads, bodies, ends. One by one they would cost more than a copy. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: (error?: Error) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), "", done);
  }
}
