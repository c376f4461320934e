/**
 * Ctrl-C: the first SIGINT or SIGTERM asks the program to stop, the second one does not ask. Used by `run`;
 * a library that listens by itself has no business with the signals of the process.
 */

/** 128 + SIGINT, as a shell reports it. */
export const INTERRUPTED = 130;

/** Calls `stop` at the first signal; exits with 130 at the second. Returns how to take that back. */
export function onCtrlC(stop: (signal: NodeJS.Signals) => void): () => void {
  let asked = false;
  const hear = (signal: NodeJS.Signals) => {
    if (asked) process.exit(INTERRUPTED);
    asked = true;
    stop(signal);
  };
  process.on("SIGINT", hear).on("SIGTERM", hear);
  return () => {
    process.off("SIGINT", hear).off("SIGTERM", hear);
  };
}
