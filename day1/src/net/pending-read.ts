/**
 * A read that waits for bytes as a promise does: woken, it asks again, and settles when there is an answer.
 * Made by `Conn.readFrame` when the buffer holds no whole frame, gone as soon as it is settled.
 */

import type { Decoder } from "./codec.ts";
import type { Conn } from "./conn.ts";
import { PENDING, type Waker } from "./waker.ts";

const nobody = () => {};

export class PendingRead<Frame> implements Waker {
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
    // Whoever awaits it later gets its error too; meanwhile it must not end the process.
    waiting.catch(nobody);
    return waiting;
  }

  wake(): void {
    try {
      const frame = this.#conn.pollFrame(this.#decoder, this);
      if (frame !== PENDING) this.#resolve(frame);
    } catch (error) {
      this.#reject(error);
    }
  }
}
