/**
 * How to wait without a promise: ask, and when the answer is PENDING, be woken and ask again. Rust's futures
 * are built like this, and `readFrame` is built on it. For those who wait by the thousand, such as idle
 * connections: an object that exists anyway is the waker, and nothing else has to be kept.
 */

export interface Waker {
  /** It is worth asking again. What it throws is told to the reactor and concerns nobody else. */
  wake(): void;
}

/** Wakes. What the waker throws goes to `tell`: whoever wakes has a connection to end, or others to serve. */
export function wakeGuarded(waker: Waker, tell: (error: unknown) => void): void {
  try {
    waker.wake();
  } catch (error) {
    tell(error);
  }
}

/** Not yet: the waker that was handed in will be called, once. */
export const PENDING = Symbol("pending");
