/**
 * A node:net socket as a Source of the event loop: it collects what arrives in a ReadBuffer and signals.
 * It never decides anything: when to read, to pause or to close is the Conn's business.
 */

import type { Socket } from "node:net";
import { EventSet } from "../event-loop/event-set.ts";
import type { Source } from "../event-loop/source.ts";
import { ReadBuffer } from "./read-buffer.ts";

export class SocketSource implements Source {
  readonly input = new ReadBuffer();
  /** The peer has sent its FIN; bytes may still lie in `input`. */
  ended = false;
  /** What the socket failed with. */
  error: Error | null = null;
  /** Both sides are closed and the socket is gone. */
  closed = false;
  readonly #socket: Socket;
  #paused = true;
  #discarding = false;
  #signal: (events: EventSet) => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    // Nothing is read before somebody wants it: a connection that waits for its turn costs no memory.
    socket.pause();
    socket.on("data", (chunk: Buffer) => {
      if (this.#discarding) return;
      this.input.append(chunk);
      this.#signal(EventSet.readable);
    });
    socket.on("end", () => {
      this.ended = true;
      this.#signal(EventSet.readable);
    });
    socket.on("drain", () => this.#signal(EventSet.writable));
    socket.on("error", (error) => {
      this.error = error;
      this.#signal(EventSet.error);
    });
    socket.on("close", () => {
      this.closed = true;
      this.#signal(EventSet.hup);
    });
  }

  attach(signal: (events: EventSet) => void): void {
    this.#signal = signal;
  }

  detach(): void {
    this.#signal = () => {};
  }

  readiness(): EventSet {
    const readable = this.input.length > 0 || this.ended ? EventSet.readable : EventSet.none;
    const writable = this.#socket.writableNeedDrain ? EventSet.none : EventSet.writable;
    const gone = this.closed ? EventSet.hup : EventSet.none;
    return readable | writable | gone | (this.error === null ? EventSet.none : EventSet.error);
  }

  /** Lets the kernel hold the bytes back: its window closes, and the peer has to wait. */
  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#socket.resume();
  }

  /** From now on whatever arrives is thrown away: the lingering close. */
  discard(): void {
    this.#discarding = true;
    this.input.skip(this.input.length);
    this.resume();
  }
}
