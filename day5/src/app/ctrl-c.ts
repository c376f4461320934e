/**
 * Ctrl-C: the first SIGINT or SIGTERM asks the program to stop, the second one does not ask. Used by `run`;
 * a library that listens by itself has no business with the signals of the process.
 */

/** 128 + SIGINT, as a shell reports it. */
const INTERRUPTED = 130;

/**
 * npm passes a ctrl-c on that the terminal has sent to all of us already: one press of the key, two signals.
 * So under npm, what follows the first one this closely is taken for its echo.
 */
const ECHO_MS = process.env.npm_lifecycle_event === undefined ? 0 : 100;

/**
 * Calls `stop` at the first signal, and at the second `again`, behind which the process exits with 130. Returns an
 * unsubscribe function.
 */
export function onCtrlC(
  stop: (signal: NodeJS.Signals) => void,
  again: (signal: NodeJS.Signals) => void = () => {},
): () => void {
  let askedAt: number | null = null;
  const hear = (signal: NodeJS.Signals) => {
    if (askedAt !== null && performance.now() - askedAt >= ECHO_MS) {
      again(signal);
      process.exit(INTERRUPTED);
    }
    if (askedAt !== null) return;
    stop(signal);
    // Read only now: on a busy machine the beginning of a stop takes longer than an echo.
    askedAt = performance.now();
  };
  process.on("SIGINT", hear).on("SIGTERM", hear);
  return () => {
    process.off("SIGINT", hear).off("SIGTERM", hear);
  };
}
