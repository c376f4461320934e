/**
 * The sending end of a loop's channel. Any number of them may exist, in the loop's own thread and, by way
 * of `share()`, in worker threads. Whether there is room is decided at once and in the sender's thread:
 * the count of waiting messages lives in memory that all threads share.
 */

import { MessageChannel, type MessagePort } from "node:worker_threads";

/**
 * What became of a message. A refused one is handed back, so that nothing is lost without the sender knowing: it
 * may try again (`full`) or give up (`closed`). After mio 0.5's NotifyError (ML9).
 */
export type SendResult<Message> =
  | { readonly sent: true }
  | { readonly sent: false; readonly reason: "full" | "closed"; readonly message: Message };

/** Slots of the shared counters. */
export const PENDING = 0;
export const CLOSED = 1;

/** What crosses to a worker in `workerData`; list `port` in `transferList`. */
export interface SharedSender {
  readonly port: MessagePort;
  readonly counters: Int32Array;
  readonly capacity: number;
}

export class Sender<Message> {
  readonly #counters: Int32Array;
  readonly #capacity: number;
  /** Into the queue, in the loop's thread; through a port, in all others. */
  readonly #deliver: (message: Message) => void;
  /** Gives the loop its end of a new port. Null in a worker, which has no way to the loop but its own port. */
  readonly #connect: ((port: MessagePort) => void) | null;

  /** For EventLoop. Everyone else gets a Sender from `loop.channel()` or `Sender.from()`. */
  constructor(
    counters: Int32Array,
    capacity: number,
    deliver: (message: Message) => void,
    connect: ((port: MessagePort) => void) | null = null,
  ) {
    this.#counters = counters;
    this.#capacity = capacity;
    this.#deliver = deliver;
    this.#connect = connect;
  }

  /** In a worker: the sender that the main thread shared. */
  static from<Message>(shared: SharedSender): Sender<Message> {
    return new Sender(shared.counters, shared.capacity, (message) => shared.port.postMessage(message));
  }

  /**
   * Puts a message in the channel. It is delivered in a later round, in the order of sending (ML2).
   * Errors: a DataCloneError when a worker sends what cannot be copied, such as a function.
   */
  send(message: Message): SendResult<Message> {
    if (Atomics.load(this.#counters, CLOSED) === 1) return { sent: false, reason: "closed", message };
    // Counted first, and taken back if there was no room: of two threads at the same time only one gets the last place.
    if (Atomics.add(this.#counters, PENDING, 1) >= this.#capacity) {
      Atomics.sub(this.#counters, PENDING, 1);
      return { sent: false, reason: "full", message };
    }
    try {
      this.#deliver(message);
    } catch (error) {
      Atomics.sub(this.#counters, PENDING, 1);
      throw error;
    }
    return { sent: true };
  }

  /**
   * A form of this sender that can be handed to a worker thread:
   * `new Worker(url, { workerData: { sender }, transferList: [sender.port] })`.
   * Errors: a sender that lives in a worker cannot be shared further.
   */
  share(): SharedSender {
    if (this.#connect === null) throw new Error("only a sender of the loop's own thread can be shared");
    const { port1, port2 } = new MessageChannel();
    this.#connect(port1);
    return { port: port2, counters: this.#counters, capacity: this.#capacity };
  }
}
