/**
 * Bounds a wait, without a limit that a slow machine could reach: it is given up when this process and all that it
 * started stand still. The error says what was waited for, and its stack has the line of the test.
 */

import { StillWatch } from "../../scripts/shared/still-watch.ts";

export interface Patience {
  /** How long everything may stand still (5 s). */
  readonly stillMs?: number;
  /** What to show when it is given up: what has come so far, say. */
  readonly detail?: () => string;
}

/** An error whose stack begins where `below` was called, which is not yet known to be needed. */
export function lateError(below: (...args: never[]) => unknown): (message: string) => Error {
  const error = new Error();
  Error.captureStackTrace(error, below);
  return (message) => {
    // Read first: it is put together, from the message too, when somebody asks for it.
    const { stack = "" } = error;
    error.message = message;
    error.stack = stack.replace(/^Error/, () => `Error: ${message}`);
    return error;
  };
}

/** What `promise` gives. Errors: its own, or "nothing happened for 5 s while waiting for …". */
export function within<Value>(
  promise: PromiseLike<Value>,
  what: string,
  patience: Patience = {},
): Promise<Value> {
  const { stillMs = 5_000, detail = () => "" } = patience;
  const toError = lateError(within);
  return new Promise((resolve, reject) => {
    const watch = new StillWatch({
      pid: process.pid,
      stillMs,
      onGivenUp: (why) => reject(toError(`${why} while waiting for ${what}${detail()}`)),
    });
    promise.then(
      (value) => {
        watch.stop();
        resolve(value);
      },
      (error) => {
        watch.stop();
        reject(error);
      },
    );
  });
}
