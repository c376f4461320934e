/**
 * One way on for a value that is here and for one that is still to come. Most handlers, hooks and answers
 * need no waiting, and an `await` would cost each of them a promise and a turn: what is here goes on at once.
 */

/**
 * What `next` makes of `value`: at once where the value is here, else as a promise. Thenables of any kind are
 * waited for, since query builders and the like are no promises. Errors: what `next` throws; as a rejection
 * where it had to wait, and so is what `value` rejects with.
 */
export function when<Value, Next>(
  value: Value | PromiseLike<Value>,
  next: (value: Value) => Next | PromiseLike<Next>,
): Next | PromiseLike<Next> {
  return isThenable(value) ? Promise.resolve(value).then(next) : next(value);
}

/** Whether there is something to wait for. */
export function isThenable<Value>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
