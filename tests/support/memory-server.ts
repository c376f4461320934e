/**
 * The HTTP/1.1 of the stage under test without a network: each connection is a stream in memory, so ten
 * thousand of them cost a second, and a byte is where the test puts it. The Conn and everything above it are the
 * real ones. Its clock stands still: what waits, waits for the client.
 */

import { Duplex } from "node:stream";
import type { AppContext, Handler, Limits } from "../../day5/src/index.ts";
import { toBuffer } from "./bytes.ts";
import { FakeClock, rounds } from "./fake-clock.ts";
import { LogBook } from "./log-book.ts";
import { load, ray } from "./stage.ts";

const { Http1Connection } =
  await load<typeof import("../../day5/src/http/h1/connection.ts")>("http/h1/connection.ts");

/** Rounds after which a connection whose client has said everything hangs. An answer takes a handful. */
const PATIENCE = 200;

/** The server's end of a connection: what Conn needs of a net.Socket. What is pushed, the client has sent. */
export class MemorySocket extends Duplex {
  sent = "";
  #isStalled = false;
  /** The write that a stalled client has not taken. */
  #waiting: (() => void) | null = null;

  constructor() {
    super({ allowHalfOpen: true });
  }

  /** From now on the client reads nothing. */
  stall(): void {
    this.#isStalled = true;
  }

  unstall(): void {
    this.#isStalled = false;
    this.#waiting?.();
    this.#waiting = null;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.sent += chunk.toString("latin1");
    if (this.#isStalled) this.#waiting = done;
    // As long as the other end takes: a stream without end must let others have their turn.
    else setImmediate(done);
  }
}

/** What became of one connection. */
export interface Outcome {
  /** Everything the server has sent. */
  readonly sent: string;
  /** Requests that the handler was called for, as "METHOD target". */
  readonly calls: readonly string[];
  /** The server closed without being asked to: before the client had ended its side. */
  readonly closedFirst: boolean;
}

export class MemoryServer {
  readonly log = new LogBook();
  readonly clock = new FakeClock();
  readonly #reactor = new ray.LoopReactor({ clock: this.clock });
  readonly #limits: Limits;
  readonly #handler: Handler;

  constructor(handler: Handler, limits: Partial<Limits> = {}) {
    this.#handler = handler;
    this.#limits = { ...ray.defaultLimits, ...limits };
  }

  /** A connection in the test's hand. `served` resolves when it is over. */
  open(): {
    readonly socket: MemorySocket;
    readonly calls: readonly string[];
    readonly served: Promise<void>;
  } {
    const socket = new MemorySocket();
    const calls: string[] = [];
    return { socket, calls, served: this.#serve(socket, calls) };
  }

  /**
   * Sends `pieces` one after the other, each when the one before it has been dealt with, and then the
   * client's end. Errors: an Error that begins with "hang" when the server has not finished by then.
   */
  async exchange(...pieces: readonly string[]): Promise<Outcome> {
    const { socket, calls, served } = this.open();
    let finished = false;
    const done = served.then(() => {
      finished = true;
    });
    for (const piece of pieces) {
      if (piece !== "") socket.push(toBuffer(piece));
      await rounds(3);
    }
    const closedFirst = socket.writableEnded;
    socket.push(null);
    for (let round = 0; !finished; round += 1) {
      if (round > PATIENCE) throw new Error(`hang: no end after ${PATIENCE} rounds`);
      await rounds(1);
    }
    await done;
    return { sent: socket.sent, calls, closedFirst };
  }

  async #serve(socket: MemorySocket, calls: string[]): Promise<void> {
    const address = { path: "memory" };
    const conn = new ray.Conn(socket as never, address, address, this.#reactor);
    const service = (request: AppContext["req"]) => {
      calls.push(`${request.method} ${request.target}`);
      return ray.getResponse(ray.toEndpoint(this.#handler), new ray.AppContext(request, this.log));
    };
    const options = { limits: this.#limits, log: this.log };
    await new Http1Connection(conn, new ray.ShutdownSource().subscribe(), service, options).run();
    await conn.close();
  }
}
