/**
 * A node:net socket as a Source of the event loop: it collects what arrives in a ReadBuffer and signals.
 * It never decides anything: when to read, to pause or to close is the Conn's business.
 */

import type { Socket } from "node:net";
import { EventSet, NO_SIGNAL, type Signal, type Source } from "../event-loop/source.ts";
import { ReadBuffer } from "./read-buffer.ts";

const SOURCE = Symbol("the SocketSource of a socket");

/** A socket knows its source: so one function for each event serves all the sockets of the program. */
type Watched = Socket & { [SOURCE]: SocketSource };

export class SocketSource implements Source {
  /** What has arrived and is not yet decoded. Made with the source; it holds memory only while bytes lie in it. */
  readonly input = new ReadBuffer();
  /** The peer has sent its FIN; bytes may still lie in `input`. */
  ended = false;
  /** What the socket failed with. */
  error: Error | null = null;
  /** Both sides are closed and the socket is gone. */
  closed = false;
  readonly #socket: Socket;
  /** What Node was told last: asking it again for each frame would cost more than remembering. */
  #paused = true;
  /** From `discard` on what arrives is dropped. There is no way back: the connection is closing. */
  #discarding = false;
  /** The reactor's ear, from `attach` to `detach`. */
  #signal: Signal = NO_SIGNAL;

  constructor(socket: Socket) {
    // Held for as long as the Conn holds this source; the socket's own way back is the symbol below.
    this.#socket = socket;
    // Nothing is read before a frame is asked for: a connection that waits for its turn costs no memory.
    socket.pause();
    // No closures here: each connection would carry five of them. The socket itself leads back to its source.
    (socket as Watched)[SOURCE] = this;
    socket.on("data", onData);
    socket.on("end", onEnd);
    socket.on("drain", onDrain);
    socket.on("error", onError);
    socket.on("close", onClose);
  }

  /** For the reactor. News from before is not repeated: it asks `readiness` itself. */
  attach(signal: Signal): void {
    this.#signal = signal;
  }

  detach(): void {
    this.#signal = NO_SIGNAL;
  }

  /** Asked when it is registered, and by a loop that polls by level. News goes by `raise`, without asking this. */
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

  /** The bytes come in a later turn of Node's loop, never from inside this call. */
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

  /** Ends the socket now; with `reset`, if there may be one, so that the peer can tell it from an orderly end. */
  destroy(reset: boolean): void {
    // While its end is under way the system refuses a reset (EINVAL), and Node would never close the socket.
    const isEnding = this.#socket.writableEnded && !this.#socket.writableFinished;
    if (reset && !isEnding) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  /** For the socket's listeners, as is `report`. */
  received(chunk: Buffer): void {
    if (this.#discarding) return;
    // First the bytes, then the news: the reader is woken inside `raise`, and decodes at once.
    this.input.append(chunk);
    this.#signal.raise(EventSet.readable);
  }

  /** Everything that brings no bytes. */
  report(events: EventSet): void {
    this.#signal.raise(events);
  }
}

/** The hottest function of a server: one call for each packet. */
function onData(this: Watched, chunk: Buffer): void {
  this[SOURCE].received(chunk);
}

/** The peer's FIN. Its side is over and ours is not: with `allowHalfOpen` Node leaves the rest to us (ND3). */
function onEnd(this: Watched): void {
  this[SOURCE].ended = true;
  this[SOURCE].report(EventSet.readable);
}

/** All that Node held for the socket is with the kernel: there is room again. */
function onDrain(this: Watched): void {
  this[SOURCE].report(EventSet.writable);
}

/** Always followed by `onClose`. Without a listener Node would end the process. */
function onError(this: Watched, error: Error): void {
  this[SOURCE].error = error;
  this[SOURCE].report(EventSet.error);
}

/** The last event of a socket, whatever ended it. */
function onClose(this: Watched): void {
  this[SOURCE].closed = true;
  this[SOURCE].report(EventSet.hup);
}
