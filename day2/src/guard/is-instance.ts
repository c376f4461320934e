/**
 * `instanceof` for a value that is not ours, such as one that a program threw: the operator asks the value
 * for its prototype, and a Proxy may answer with an error of its own.
 */

/** False also for what does not let itself be asked. */
export function isInstance<T>(value: unknown, type: abstract new (...args: never) => T): value is T {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
}
