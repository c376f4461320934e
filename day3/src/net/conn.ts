/**
 * One connection. Reading is pulled: `readFrame(decoder)` gives whole frames and waits only when the buffer
 * holds none. Writing is buffered: what one round writes leaves in one piece. TcpListener makes one for
 * each accepted socket, a handler uses it, and TcpServer closes it. It knows nothing of any protocol.
 */

import type { Socket } from "node:net";
import { EventSet } from "../event-loop/event-set.ts";
import { defaultReactor, type Reactor } from "../event-loop/reactor.ts";
import type { Token } from "../event-loop/token.ts";
import type { Address } from "./address.ts";
import type { Decoder, Encoder } from "./codec.ts";
import { ConnError } from "./conn-error.ts";
import { type ConnOptions, connDefaults } from "./conn-options.ts";
import { ConnWriter } from "./conn-writer.ts";
import { Deadline } from "./deadline.ts";
import { PendingRead } from "./pending-read.ts";
import { SocketSource } from "./socket-source.ts";

export class Conn {
  readonly localAddress: Address;
  readonly remoteAddress: Address;
  /** Applies to every read until it is set again; a read that passes it rejects with READ_TIMEOUT. */
  readonly readDeadline: Deadline;
  readonly #socket: Socket;
  readonly #reactor: Reactor;
  readonly #options: Required<ConnOptions>;
  readonly #source: SocketSource;
  readonly #token: Token;
  readonly #writer: ConnWriter;
  /** The one read that waits for bytes. */
  #read: PendingRead<unknown> | null = null;
  /** Called once, when the socket is gone. */
  #closeListeners = new Set<() => void>();
  #closing = false; // from `close` on nothing can be read or written
  #failure: ConnError | null = null; // why the connection ended, from the moment it did

  /** `socket` should be paused, with `allowHalfOpen`: the net defaults lose answers (ND3). */
  constructor(
    socket: Socket,
    localAddress: Address,
    remoteAddress: Address,
    reactor: Reactor = defaultReactor,
    options: ConnOptions = {},
  ) {
    this.localAddress = localAddress;
    this.remoteAddress = remoteAddress;
    this.#socket = socket;
    this.#reactor = reactor;
    this.#options = { ...connDefaults, ...options };
    this.#source = new SocketSource(socket);
    this.readDeadline = new Deadline(reactor, () => this.#rejectRead());
    this.#writer = new ConnWriter(socket, reactor, this.#options, () => {
      this.#fail(new ConnError("WRITE_TIMEOUT", "the peer took too long to read what was sent"));
    });
    this.#token = reactor.register(this.#source, (events) => this.#wake(events));
  }

  /** Bytes that have arrived and belong to no frame yet. */
  get buffered(): number {
    return this.#source.input.length;
  }

  /** The socket is gone. */
  get isClosed(): boolean {
    return this.#source.closed;
  }

  /** True while the peer takes less than we write: write no more before `flush` has resolved. */
  get isBacklogged(): boolean {
    return this.#socket.writableNeedDrain;
  }

  /**
   * The next frame; null at a clean end or after `cancelRead`. One that is in the buffer costs no promise.
   * Errors: what the decoder throws; ConnError UNEXPECTED_END, RESET, READ_TIMEOUT, CLOSED.
   */
  readFrame<Frame>(decoder: Decoder<Frame>): Frame | null | Promise<Frame | null> {
    if (this.#read !== null) throw new Error("a read is waiting already; a connection has one reader");
    const frame = decoder.decode(this.#source.input);
    if (frame !== null) return frame;
    return new Promise((resolve, reject) => {
      this.#read = new PendingRead<Frame>(decoder, resolve, reject) as PendingRead<unknown>;
      this.#continueRead();
      if (this.#failure !== null) this.#rejectRead(this.#failure);
      else if (this.#closing) this.#rejectRead(ConnError.closed());
      else if (this.readDeadline.isPast) this.#rejectRead();
      else if (this.#read !== null) this.#source.resume();
    });
  }

  /** Lets a waiting read end with null, as at a clean end. Bytes that have arrived stay in the buffer. */
  cancelRead(): void {
    const read = this.#read;
    this.#read = null;
    read?.resolve(null);
  }

  /**
   * Writes without waiting; it leaves at the end of this round. A string stands for its latin1 bytes. Write
   * what is large in slices, with a `flush` behind each: the write deadline counts until all is taken.
   * On a connection that has ended it does nothing: the next read or `flush` says why.
   */
  write(data: Uint8Array | string): void {
    if (!this.#closing) this.#writer.write(data);
  }

  writeFrame<Frame>(frame: Frame, encoder: Encoder<Frame>): void {
    this.write(encoder.encode(frame));
  }

  /**
   * Hands all that was written to the system at once. Answers a promise only where the peer takes less
   * than we write; it resolves when there is room again.
   * Errors: ConnError RESET, WRITE_TIMEOUT or CLOSED when the connection ends first.
   */
  flush(): undefined | Promise<void> {
    return this.#writer.flush();
  }

  /** Calls `listener` once when the socket is gone, whoever closed it. Returns how to take it back. */
  onClose(listener: () => void): () => void {
    if (this.isClosed) listener();
    else this.#closeListeners.add(listener);
    return () => void this.#closeListeners.delete(listener);
  }

  /** The same, and also when the peer has ended its side: `listener` may hear both. */
  onEnd(listener: () => void): () => void {
    if (this.#source.ended || this.isClosed) listener();
    this.#socket.once("end", listener).once("close", listener);
    return () => void this.#socket.off("end", listener).off("close", listener);
  }

  /**
   * Lingering close: sends what is written and a FIN, then reads on and throws away until the peer has
   * closed too, for at most `lingerMs`. Closing at once would make the system reset the connection, and
   * the peer would lose an answer it has not read yet (ND4). Resolves when the socket is gone.
   */
  close(): Promise<void> {
    if (!this.#closing && !this.isClosed) {
      this.#writer.push();
      this.#closing = true;
      this.cancelRead();
      this.#source.discard();
      // The callback runs when our FIN is out; a peer that takes nothing meets the write deadline first.
      this.#socket.end(() => {
        if (!this.isClosed) this.onClose(this.#reactor.after(this.#options.lingerMs, () => this.destroy()));
      });
    }
    return new Promise((resolve) => {
      this.onClose(resolve);
    });
  }

  /** Ends the connection now, with a reset: what the peer has of an answer must not look like all of it. */
  destroy(): void {
    this.#fail(ConnError.closed());
  }

  /** News. Frames first: the last may have come with the end. A closing socket always says "writable". */
  #wake(events: EventSet): void {
    if (this.#read !== null) this.#continueRead();
    if (this.#read === null && this.buffered >= this.#options.readAheadBytes) this.#source.pause();
    if (events === EventSet.readable) return;
    if (events & EventSet.writable && !this.isBacklogged && !this.#closing) this.#writer.drained();
    if (this.#source.error !== null) this.#fail(ConnError.reset(this.#source.error));
    if (events & EventSet.hup) this.#gone();
  }

  #continueRead(): void {
    const read = this.#read;
    this.#read = null; // out of the way before it is settled: its reader may begin the next read on the spot
    if (read !== null && !read.attempt(this.#source)) this.#read = read;
  }

  #rejectRead(error = new ConnError("READ_TIMEOUT", "the peer took too long to send")): void {
    const read = this.#read;
    this.#read = null;
    read?.reject(error);
  }

  #fail(failure: ConnError): void {
    if (this.#failure !== null) return;
    this.#failure = failure;
    this.#writer.fail(failure);
    this.#rejectRead(failure);
    if ("path" in this.localAddress) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }

  /** The socket is gone: everything that holds this connection lets go of it. */
  #gone(): void {
    this.#fail(ConnError.closed());
    this.readDeadline.dispose();
    this.#reactor.deregister(this.#source, this.#token);
    for (const listener of this.#closeListeners) listener();
    this.#closeListeners.clear();
  }
}
