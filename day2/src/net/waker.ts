/**
 * How to wait without a promise: ask, and when the answer is PENDING, be woken and ask again. Rust's futures
 * are built like this, and `readFrame` is built on it. For those who wait by the thousand, such as idle
 * connections: an object that exists anyway is the waker, and nothing else has to be kept.
 */

export interface Waker {
  /** It is worth asking again. Must not throw. */
  wake(): void;
}

/** Not yet: the waker that was handed in will be called, once. */
export const PENDING = Symbol("pending");
