/**
 * The loop's inbox: a bounded queue, first in, first out. Senders fill it from any thread, the loop empties
 * it in its `notify` phase. Bounded, because a loop that falls behind must say so and not grow.
 */

import type { MessagePort } from "node:worker_threads";
import { CLOSED, PENDING, Sender } from "./sender.ts";

/** One for each loop, closed with it. Senders may outlive it: they are answered "closed" then (ML9). */
export class Channel<Message> {
  /** The end for the loop's own thread; those of workers are made from it. */
  readonly sender: Sender<Message>;
  /** How many messages are under way, and whether the channel is closed: memory that all threads share. */
  readonly #counters = new Int32Array(new SharedArrayBuffer(8));
  /** Messages that are here and wait for their round, in the order in which they came. */
  #queue: Message[] = [];
  /** Our ends of the ports that lead to workers. They live until the loop is closed. */
  readonly #ports = new Set<MessagePort>();

  /** `wake` is called at every arrival: the loop may be asleep. */
  constructor(capacity: number, wake: () => void) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`a channel needs room for at least 1 message, not ${capacity}`);
    }
    // In the loop's own thread, wherever it was sent: what comes through a port is put into the same queue.
    const arrive = (message: Message) => {
      this.#queue.push(message);
      wake();
    };
    this.sender = new Sender(this.#counters, capacity, arrive, (port) => {
      this.#ports.add(port);
      port.on("message", arrive);
      port.on("close", () => this.#ports.delete(port));
      // The loop keeps the process alive while it runs; a port must not do so after that.
      port.unref();
    });
  }

  /** Messages that are here. Some more may be on their way from a worker. */
  get length(): number {
    return this.#queue.length;
  }

  /** Takes out at most `limit` messages. */
  take(limit: number): Message[] {
    // Their places are free from here on: a sender that met "full" may try again, before they are even handled.
    const taken = this.#queue.splice(0, limit);
    Atomics.sub(this.#counters, PENDING, taken.length);
    return taken;
  }

  /** From now on every `send` answers "closed". What is queued is dropped. */
  close(): void {
    Atomics.store(this.#counters, CLOSED, 1);
    this.#queue = [];
    for (const port of this.#ports) port.close();
  }
}
