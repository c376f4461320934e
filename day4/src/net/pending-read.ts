/**
 * Two ways to wait for a frame. The lower one has no promise: ask, and when the answer is PENDING, be woken and ask
 * again. Rust's futures are built like this. It is for those who wait by the thousand, such as idle connections: an
 * object that exists anyway is the waker, and nothing else has to be kept. A PendingRead is the other, a promise on
 * top of the first.
 */

import type { Decoder } from "./codec.ts";
import type { Conn } from "./conn.ts";

/** Not yet: the waker that was handed in will be called, once. */
export const PENDING = Symbol("pending");

export interface Waker {
  /** It is worth asking again. What it throws is told to the reactor and concerns no other connection. */
  wake(): void;
}

const ignore = () => {};

/**
 * A read that waits as a promise does. Made by `Conn.readFrame` when the buffer holds no whole frame; while it waits,
 * the Conn holds it as its waker; it is gone as soon as its promise is settled.
 */
export class PendingRead<Frame> implements Waker {
  /** Asked again at each wake-up. */
  readonly #conn: Conn;
  readonly #decoder: Decoder<Frame>;
  readonly #resolve: (frame: Frame | null) => void;
  readonly #reject: (error: unknown) => void;

  private constructor(
    conn: Conn,
    decoder: Decoder<Frame>,
    resolve: (frame: Frame | null) => void,
    reject: (error: unknown) => void,
  ) {
    this.#conn = conn;
    this.#decoder = decoder;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Asks, and goes on asking until there is an answer. Errors: as `Conn.readFrame`. */
  static start<Frame>(conn: Conn, decoder: Decoder<Frame>): Promise<Frame | null> {
    const waiting = new Promise<Frame | null>((resolve, reject) => {
      new PendingRead(conn, decoder, resolve, reject).wake();
    });
    // A handler that awaits it later gets its error too; meanwhile it must not end the process.
    waiting.catch(ignore);
    return waiting;
  }

  /** For the Conn, which has let go of this waker by now: an answer that is still PENDING hands it in anew. */
  wake(): void {
    try {
      const frame = this.#conn.pollFrame(this.#decoder, this);
      if (frame !== PENDING) this.#resolve(frame);
    } catch (error) {
      this.#reject(error);
    }
  }
}
