/**
 * For every promise that a request hands to a handler.
 */

/**
 * A handler may await something else first. Meanwhile the client may leave, and a promise that failed while
 * nobody had a hand on it would end the process; whoever awaits this one gets its error all the same.
 */
export function awaitedLater<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(nobody);
  return promise;
}

function nobody(): void {}
