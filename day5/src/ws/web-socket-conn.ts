/**
 * One WebSocket, as its handler sees it: an iteration over the messages that come, and `send`. Both sides are bounded:
 * who sends faster than the handler reads has to wait, and who does not read what is sent to it is cut off. When the
 * server stops, the iteration ends behind the message in hand: what was not handed out was not answered either, so a
 * client that comes back can send it again, and nothing is lost or done twice.
 */

import type { WsSocket } from "./ws-package.ts";

/** Messages that wait for the handler; with that many, the client waits. */
const MOST_WAITING = 16;
/** Bytes on their way out at which `send` returns a promise. */
const FULL = 64 * 1024;

/**
 * How it ended: RFC 6455 §7.4. 1006: without a word. Made when the connection is over; `closed` gives it to all who
 * ask.
 */
export interface SocketEnd {
  readonly code: number;
  readonly reason: string;
}

/** Text is UTF-8 that `ws` has checked; a Buffer is a binary message. */
type Message = string | Buffer;
type Read = (result: IteratorResult<Message>) => void;

/** From the 101 until the connection is closed. Made by `webSocket`, which also ends it behind the handler. */
export class WebSocketConn implements AsyncIterableIterator<Message> {
  /** Resolves when it is over, whichever side ended it. */
  readonly closed: Promise<SocketEnd>;
  /** Of the package. It lives as long as this object, and knows of it by its listeners. */
  readonly #socket: WsSocket;
  /** Bytes that may be on their way to a client that does not read. */
  readonly #maxQueued: number;
  /** Behind `signal`. */
  readonly #abort = new AbortController();
  /** Have come, and were not asked for yet. */
  readonly #waiting: Message[] = [];
  /** Have asked, and wait. There are none while there are messages. */
  readonly #readers: Read[] = [];
  /** The client is kept from sending, since the handler is behind. */
  #isPaused = false;
  /** Nothing more is handed out: the server stops, or the handler has left its loop. */
  #isDeaf = false;
  /** The socket has told its "close": nothing comes and nothing goes any more. */
  #isOver = false;

  constructor(socket: WsSocket, maxQueuedBytes: number) {
    this.#socket = socket;
    this.#maxQueued = maxQueuedBytes;
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => {
        this.#isOver = true;
        this.#settle();
        this.#abort.abort();
        resolve({ code, reason: reason.toString() });
      });
    });
    // Always followed by "close". Without a listener it would end the process.
    socket.on("error", () => {});
    socket.on("message", (data, isBinary) => this.#take(isBinary ? data : data.toString()));
  }

  /** The one that was chosen of those that the client offered; "" where none was. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Aborts when the server stops, and when the connection is over: no message will be handed out any more. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /**
   * Text as text, bytes as bytes. A promise only where the client takes less: await it before sending on. One that
   * lets more than the bound pile up is cut off. To a connection that is over nothing is sent, and nothing is said.
   */
  send(data: string | Uint8Array): undefined | Promise<void> {
    if (this.#isOver) return undefined;
    let left: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    this.#socket.send(data, () => left());
    // Counted with what was just sent, so one message above the bound is enough.
    const { bufferedAmount } = this.#socket;
    if (bufferedAmount > this.#maxQueued) this.#socket.terminate();
    return bufferedAmount > FULL ? gone : undefined;
  }

  /** Says goodbye; what was sent before arrives before it. Errors: RangeError for a code that may not be sent. */
  close(code = 1000, reason = ""): void {
    // §7.4.1 and §7.4.2: the others mean that there was no such frame, or belong to the protocol.
    const isSendable = code >= 1000 && code <= 4999 && ![1004, 1005, 1006, 1015].includes(code);
    if (!Number.isInteger(code) || !isSendable)
      throw new RangeError(`a WebSocket cannot be closed with ${code}; use 1000, or your own from 4000 on`);
    this.#socket.close(code, reason);
  }

  /** For the server's stop: hands out no more. What the handler still sends goes out. */
  stop(): void {
    this.#isDeaf = true;
    this.#waiting.length = 0;
    this.#settle();
    this.#abort.abort();
  }

  /**
   * The next message, at once where one waits. Never rejects: a connection that breaks ends the iteration, and
   * `closed` says how. The client may send again when the handler has taken all that waited.
   */
  next(): Promise<IteratorResult<Message>> {
    const message = this.#waiting.shift();
    if (message !== undefined) {
      if (this.#isPaused && this.#waiting.length === 0) this.#pause(false);
      return Promise.resolve({ done: false, value: message });
    }
    if (this.#isDeaf || this.#isOver) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  /** The handler has left its loop: what comes from now on is dropped. */
  async return(): Promise<IteratorResult<Message>> {
    this.#isDeaf = true;
    this.#waiting.length = 0;
    if (this.#isPaused) this.#pause(false);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Message> {
    return this;
  }

  /** One message from the client: to who waits for it, or behind those that wait. */
  #take(message: Message): void {
    if (this.#isDeaf) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) reader({ done: false, value: message });
    else if (this.#waiting.push(message) >= MOST_WAITING && !this.#isPaused) this.#pause(true);
  }

  /** Pings and the client's goodbye wait too: the handler is bounded by nothing but its own haste. */
  #pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (isPaused) this.#socket.pause();
    else this.#socket.resume();
  }

  /** Nothing more will come: who waits is told, and a client that was paused may say its goodbye. */
  #settle(): void {
    if (this.#isPaused && this.#isDeaf) this.#pause(false);
    for (const read of this.#readers.splice(0)) read({ done: true, value: undefined });
  }
}
