/**
 * A Conn as a stream of node:stream, for packages that want a socket. It is made before the switch: what is written then
 * is the package's own head, which becomes our answer; `join` puts the connection behind it. Back-pressure holds both
 * ways, and the deadlines of the Conn hold for what is written.
 */

import { Duplex } from "node:stream";
import { type Conn, type Decoder, PENDING, type Waker } from "../net.ts";

/** All that has come is one frame. */
const ALL: Decoder<Buffer> = {
  decode: (input) => (input.length === 0 ? null : input.take(input.length)),
};

/** One for each connection, from the answer that switches to the end of the connection. */
export class ConnStream extends Duplex implements Waker {
  /**
   * What was written before the switch. A character for each byte. Read once, by `webSocket`; nothing is added to it
   * behind the switch.
   */
  head = "";
  /** From `join` on. It belongs to the server, which closes it when `join` has resolved. */
  #conn: Conn | null = null;
  /** A read was asked for before the switch. Behind the switch as well: node:stream asks once for each piece. */
  #isWanted = false;
  /** The reader waits in the Conn, which has one at a time. */
  #isWaiting = false;

  /** Goes on with `conn`. Resolves when the stream is over; the caller closes the connection. */
  join(conn: Conn): Promise<void> {
    this.#conn = conn;
    const over = new Promise<void>((resolve) => {
      this.once("close", () => {
        // Ended before its time, by the package or an error: it must not look as if all had been said.
        if (!this.writableFinished) conn.destroy();
        resolve();
      });
      // Our side has ended in order. What the client still sends is skipped by the close of the connection.
      this.once("finish", resolve);
    });
    conn.onClose(() => this.destroy());
    if (this.#isWanted) this.wake();
    return over;
  }

  /** For node:stream. */
  override _read(): void {
    this.#isWanted = true;
    if (this.#conn !== null && !this.#isWaiting) this.wake();
  }

  /** For the Conn: bytes may have come, or its end. */
  wake(): void {
    this.#isWaiting = false;
    const conn = this.#conn as Conn;
    try {
      while (this.#isWanted && !this.destroyed) {
        const bytes = conn.pollFrame(ALL, this);
        if (bytes === PENDING) {
          this.#isWaiting = true;
          return;
        }
        this.#isWanted = false;
        // It may ask for more on the spot: `_read` sets the mark again.
        this.#isWaiting = true;
        this.push(bytes);
        this.#isWaiting = false;
        if (bytes === null) return;
      }
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /**
   * For node:stream. What is written goes into the buffer of the Conn; where that is full, `done` waits until the
   * client has taken it. Errors: through `done`, those of the Conn, such as its write deadline.
   */
  override _write(bytes: Buffer, _: string, done: (error?: Error) => void): void {
    const conn = this.#conn;
    if (conn === null) this.head += bytes.toString("latin1");
    else conn.write(bytes);
    const room = conn?.isBacklogged ? conn.flush() : undefined;
    if (room === undefined) done();
    else room.then(() => done(), done);
  }
}
