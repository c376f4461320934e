/**
 * One voice, many listeners: what is sent goes to all who listen at that moment. A chat room, a price, the state of a
 * build. Each listener has a queue of its own, and the queue is bounded: one who reads too slowly is let go of with an
 * error, so that it costs the others nothing, and its client comes back and begins anew. It keeps nothing for those
 * who come later.
 */

export interface BroadcastOptions {
  /** How many values wait for one listener. Default 1,000. */
  readonly maxQueued?: number;
}

export interface SubscribeOptions<Value> {
  /** Ends it, such as `c.signal`. */
  readonly signal?: AbortSignal;
  /** What this listener hears before all others' words: what it has missed. Not counted as a backlog. */
  readonly first?: readonly Value[];
}

export class Broadcast<Value> {
  /** From `subscribe` until it returns, or is let go of. */
  readonly #listeners = new Set<Subscription<Value>>();
  /** For each of them. */
  readonly #maxQueued: number;

  /** Errors: RangeError for a bound that is no whole number from 1 on. */
  constructor(options: BroadcastOptions = {}) {
    const { maxQueued = 1_000 } = options;
    if (!Number.isSafeInteger(maxQueued) || maxQueued < 1)
      throw new RangeError(`maxQueued must be a whole number from 1 on, not ${String(maxQueued)}`);
    this.#maxQueued = maxQueued;
  }

  /** How many listen. */
  get size(): number {
    return this.#listeners.size;
  }

  /** To all who listen now; it waits for none of them. A value is handed on as it is, one object for all. */
  send(value: Value): void {
    for (const listener of this.#listeners) listener.push(value);
  }

  /** All have heard the last word: their iterations end when their queues are empty. Who subscribes later hears nothing. */
  close(): void {
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
  }

  /**
   * What is sent from now on. Listens at once, also before the first read: nothing that is sent between a look at the
   * state and the first read is lost. To be iterated once, or ended by `return`, as `events` does.
   */
  subscribe(options: SubscribeOptions<Value> = {}): AsyncIterableIterator<Value> {
    const { signal, first = [] } = options;
    const subscription = new Subscription<Value>(first, this.#maxQueued, () => {
      this.#listeners.delete(subscription);
      signal?.removeEventListener("abort", stop);
    });
    const stop = () => void subscription.return();
    this.#listeners.add(subscription);
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
    return subscription;
  }
}

/** One listener's end: made by `subscribe`, in the broadcast's set until it is over, read by an answer. */
class Subscription<Value> implements AsyncIterableIterator<Value> {
  readonly #maxQueued: number;
  /** Takes it out of the set. Called once. */
  readonly #onEnd: () => void;
  /** Sent and not read yet. Emptied when the listener was too slow. */
  readonly #queue: Value[];
  /** Those who have asked and wait. There are none while the queue has something. */
  readonly #readers: ((result: IteratorResult<Value>) => void)[] = [];
  /** Nothing more will be sent; what is in the queue is still read. */
  #isOver = false;
  /** For the next reader, who hears it once. */
  #failure: Error | null = null;

  constructor(first: readonly Value[], maxQueued: number, onEnd: () => void) {
    this.#queue = [...first];
    this.#maxQueued = first.length + maxQueued;
    this.#onEnd = onEnd;
  }

  /** From the broadcast: to who waits, or into the queue. */
  push(value: Value): void {
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader({ done: false, value });
      return;
    }
    if (this.#queue.push(value) <= this.#maxQueued) return;
    this.#queue.length = 0;
    this.#failure = new Error(`a listener was too slow: ${this.#maxQueued} values waited for it`);
    this.end();
  }

  /** No more values. Those who wait are told; what is queued stays. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd();
    for (const reader of this.#readers.splice(0)) reader({ done: true, value: undefined });
  }

  /** The next value, at once where one is queued. Errors: Error, once, for a listener that was too slow. */
  next(): Promise<IteratorResult<Value>> {
    if (this.#queue.length > 0) return Promise.resolve({ done: false, value: this.#queue.shift() as Value });
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) return Promise.reject(failure);
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  /** The listener has heard enough: its client has left, or its loop was left by a break. */
  async return(): Promise<IteratorResult<Value>> {
    this.#queue.length = 0;
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Value> {
    return this;
  }
}
