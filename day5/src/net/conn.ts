/**
 * One connection. Reading is pulled: `readFrame(decoder)` gives whole frames and waits only when the buffer
 * holds none. Writing is buffered: what one round writes leaves in one piece. TcpListener makes one for
 * each accepted socket, a handler uses it, and TcpServer closes it. It knows nothing of any protocol.
 */

import type { Socket } from "node:net";
import { defaultReactor } from "../event-loop/default-reactor.ts";
import type { Reactor } from "../event-loop/reactor.ts";
import { EventSet } from "../event-loop/source.ts";
import { wakeGuarded } from "../sync/unheard.ts";
import { type Address, type Scheme, schemeOf } from "./address.ts";
import type { Decoder, Encoder } from "./codec.ts";
import { ConnError } from "./conn-error.ts";
import { type ConnOptions, connDefaults } from "./conn-options.ts";
import { ConnWriter } from "./conn-writer.ts";
import { Deadline } from "./deadline.ts";
import { EndListeners } from "./end-listeners.ts";
import { PENDING, PendingRead, type Waker } from "./pending-read.ts";
import { SocketSource } from "./socket-source.ts";

/**
 * Lives from the accept to the "close" of its socket. There are three ways to the end: `close`, which lingers for what
 * the peer still has to read; `destroy`, ours or a deadline's, with a reset; and the peer's own reset. All of them come
 * through `#gone`, once, which gives back what the reactor holds and tells those who wait.
 */
export class Conn {
  readonly localAddress: Address;
  readonly remoteAddress: Address;
  readonly scheme: Scheme;
  /**
   * Applies to every read until it is set again; a read that passes it rejects with READ_TIMEOUT. Made with the
   * connection, since a deadline may be set before the first read; its timer is given back when the socket is gone.
   */
  readonly readDeadline: Deadline;
  /** Paused until a read waits. Touched by this file and its parts, until it is handed over. */
  readonly #socket: Socket;
  /** Shared with all connections of the server; it holds this one from the constructor to `#gone`. */
  readonly #reactor: Reactor;
  /** One object for all connections of a listener. */
  readonly #options: Required<ConnOptions>;
  /** Collects what arrives. Its buffer is empty, and without memory, while the connection is idle. */
  readonly #source: SocketSource;
  /** Collects what is written, and knows how long the peer may take nothing of it. */
  readonly #writer: ConnWriter;
  /**
   * The one reader that waits for bytes: set by `pollFrame` when it answers PENDING, taken out when it is woken. While
   * it is null, we read ahead up to a bound and no further.
   */
  #waker: Waker | null = null;
  /** True while `cancelRead` wakes the reader: that call of `pollFrame`, and no later one, returns null. */
  #cancelled = false;
  /** Who wants to hear of the end. Made for the first of them; most connections never have one. */
  #listeners: EndListeners | null = null;
  /** Unread bytes at which we stop reading while no read waits. */
  #readAheadBytes: number;
  /** From `close` on: nothing can be read or written any more, and what arrives is thrown away. */
  #closing = false;
  /** Why the connection ended, from the moment it did. The first reason stays: the others follow from it. */
  #failure: ConnError | null = null;

  /** `socket` should be paused, with `allowHalfOpen`: the net defaults lose answers (ND3). */
  constructor(
    socket: Socket,
    localAddress: Address,
    remoteAddress: Address,
    reactor: Reactor = defaultReactor,
    options: Required<ConnOptions> = connDefaults,
  ) {
    this.localAddress = localAddress;
    this.remoteAddress = remoteAddress;
    this.scheme = schemeOf(socket, localAddress);
    this.#socket = socket;
    this.#reactor = reactor;
    this.#options = options;
    this.#readAheadBytes = options.readAheadBytes;
    this.#source = new SocketSource(socket);
    this.readDeadline = new Deadline(reactor, () => this.#wakeReader());
    this.#writer = new ConnWriter(socket, reactor, options, this);
    reactor.register(this.#source, (events) => this.#hear(events));
  }

  /**
   * Node's side, for what Node alone can do: to speak a protocol itself, or to say who is at the other end. Code that
   * reads from it, writes to it or ends it while this connection is in use breaks it.
   */
  get socket(): Socket {
    return this.#socket;
  }

  /** Bytes that have arrived and belong to no frame yet. */
  get buffered(): number {
    return this.#source.input.length;
  }

  /** Bytes that have come and gone since the start: two equal readings say that nothing has moved. */
  get traffic(): number {
    return this.#socket.bytesRead + this.#socket.bytesWritten;
  }

  /** Why it ended before its time: RESET, a deadline, CLOSED by `destroy`. Null until then. */
  get failure(): ConnError | null {
    return this.#failure;
  }

  /** True once the socket is gone; `close` and `destroy` are only on the way there. */
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
    const frame = this.#decode(decoder);
    if (frame !== null) return frame;
    return PendingRead.start(this, decoder);
  }

  /** The same without a promise: where it is PENDING, `waker` is called once when it is worth asking again. */
  pollFrame<Frame>(decoder: Decoder<Frame>, waker: Waker): Frame | null | typeof PENDING {
    if (this.#cancelled) return null;
    const frame = this.#decode(decoder); // first of all: the last one may have come with the end
    if (frame !== null) return frame;
    // An end between two frames is a normal outcome (null), one inside a frame is an error.
    const isClean = this.#source.ended && this.#source.error === null;
    if (isClean && this.#failure === null && this.buffered > 0) throw ConnError.unexpectedEnd(this.buffered);
    if (isClean) return null;
    if (this.#failure !== null || this.#closing) throw this.#failure ?? ConnError.closed();
    if (this.readDeadline.isPast) throw new ConnError("READ_TIMEOUT", "the peer took too long to send");
    this.#waker = waker;
    this.#source.resume();
    return PENDING;
  }

  /** Lets a waiting read end with null, as at a clean end. Bytes that have arrived stay in the buffer. */
  cancelRead(): void {
    this.#cancelled = true;
    this.#wakeReader();
    this.#cancelled = false;
  }

  /** Leaves at the end of this round; a string as its latin1 bytes. Does nothing once the connection ended. */
  write(data: Uint8Array | string): void {
    if (!this.#closing) this.#writer.write(data);
  }

  /** Encodes and writes. Errors: what the encoder throws; nothing is written then. */
  writeFrame<Frame>(frame: Frame, encoder: Encoder<Frame>): void {
    this.write(encoder.encode(frame));
  }

  /**
   * Hands all to the system at once. A promise only where the peer takes less: it waits for room.
   * Errors: ConnError RESET, WRITE_TIMEOUT or CLOSED when the connection ends first.
   */
  flush(): undefined | Promise<void> {
    return this.#writer.flush();
  }

  /**
   * Reads up to `bytes` ahead though no read waits, where that is more than usual: a peer that leaves is noticed
   * only behind all that it has sent. 0: as usual again.
   */
  readAhead(bytes: number): void {
    this.#readAheadBytes = Math.max(bytes, this.#options.readAheadBytes);
    if (this.buffered < this.#readAheadBytes) this.#source.resume();
  }

  /** Runs `task` after a part of the time that the peer has for a slice. Returns a function that cancels it. */
  afterWriteTimeout(part: number, task: () => void): () => void {
    return this.#reactor.after(this.#options.writeTimeoutMs * part, task);
  }

  /**
   * Calls `listener` once when the socket is gone, whichever side closed it. Returns an unsubscribe function.
   * Errors: what it throws right now, if the socket is gone already; later, the reactor's `onError` is told.
   */
  onClose(listener: () => void): () => void {
    return this.#ends.onClose(listener, this.isClosed);
  }

  /** The same, but already when the peer has ended its side: once, at whichever comes first. */
  onEnd(listener: () => void): () => void {
    return this.#ends.onEnd(listener, this.#source.ended || this.isClosed);
  }

  /**
   * Lingering close: sends what is written and a FIN, then reads on and throws away until the peer has closed too,
   * for at most `lingerMs`. Closing at once would be a reset, and the peer would lose what it has not read (ND4).
   */
  close(): Promise<void> {
    if (!this.#closing && !this.isClosed) {
      this.#closing = true;
      // A reader that waits is told first, while its connection still looks as it knows it.
      this.cancelRead();
      // Reading on is the point: unread bytes at the close of a socket make the kernel send a reset.
      this.#source.discard();
      this.#writer.end(() => {
        if (!this.isClosed) this.onClose(this.#reactor.after(this.#options.lingerMs, () => this.destroy()));
      });
    }
    return new Promise((resolve) => void this.onClose(resolve));
  }

  /** Ends it now, with a reset: an answer that breaks off must not look whole. Waiting calls reject with `failure`. */
  destroy(failure: ConnError = ConnError.closed()): void {
    if (this.#failure !== null) return;
    // Before anyone is woken: what they ask then must get the failure and not a wait.
    this.#failure = failure;
    this.#writer.fail(failure);
    this.#wakeReader();
    this.#source.destroy(this.scheme === "tcp"); // neither a Unix socket nor TLS has a reset
  }

  /** News. The reader first: a frame may have come with the end. A closing socket always says "writable". */
  #hear(events: EventSet): void {
    // Of the bytes first, then of the end, then of the failure: in the order in which the peer meant them.
    if (events !== EventSet.writable) this.#wakeReader();
    if (this.#source.ended) this.#listeners?.tellEnd();
    if (this.#waker === null && this.buffered >= this.#readAheadBytes) this.#source.pause();
    if (events === EventSet.readable) return;
    if (events & EventSet.writable) this.#writer.drained();
    if (this.#source.error !== null) this.destroy(ConnError.reset(this.#source.error));
    if (events & EventSet.hup) this.#gone();
  }

  /** One try. Errors: what the decoder throws; and when a read waits already, since frames have one order. */
  #decode<Frame>(decoder: Decoder<Frame>): Frame | null {
    if (this.#waker !== null) throw new Error("a read is waiting already; a connection has one reader");
    // Behind a clean end the last frame is still to come; what was sent before a reset is of no use to anyone.
    if (this.#failure !== null || this.#source.error !== null) return null;
    return decoder.decode(this.#source.input);
  }

  #wakeReader(): void {
    const waker = this.#waker;
    // Out of the way before it is called: it asks again on the spot.
    this.#waker = null;
    if (waker !== null) wakeGuarded(waker, this.#reactor.report);
  }

  /** Made for the first who asks. */
  get #ends(): EndListeners {
    this.#listeners ??= new EndListeners(this.#reactor.report);
    return this.#listeners;
  }

  /** The socket is gone: everything that holds this connection lets go of it. */
  #gone(): void {
    // Where it has ended in order, this only marks it: a read or write from now on is CLOSED.
    this.destroy();
    this.readDeadline.dispose();
    this.#reactor.deregister(this.#source);
    // Last of all: what a listener sees is a connection that holds nothing any more.
    this.#listeners?.tellClose();
  }
}
