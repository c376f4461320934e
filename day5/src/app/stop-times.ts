/**
 * How long `run` takes for a stop, and why. A stop is quick unless a proxy stands in front: then those who
 * send requests here must find out first, or they meet a closed door, and lose what they cannot send twice.
 */

import { defaultLimits, type Limits } from "../http/limits.ts";
import type { RunOptions } from "./options.ts";

const { drainGraceMs } = defaultLimits;
/** Without a proxy: who waits for the stop is a person or a test. */
const quick = { acceptGraceMs: 0, drainGraceMs, deadlineMs: 10_000 };

/** The defaults of `run` where `trustProxy` says that there is a proxy. */
export const behindProxy = {
  /**
   * HAProxy looks at `/ready` every 2 s and believes the third look. nginx does not look: it sends nothing for
   * 10 s to whom it was refused by, so if servers are restarted one after the other, the next one may close
   * its door only when the one before it is trusted again.
   */
  acceptGraceMs: 12_000,
  /** By then only requests that are on their way still come. */
  drainGraceMs: 2_000,
  /** Kubernetes kills after 30 s. */
  deadlineMs: 25_000,
} as const;

/** What a program has for its own cleaning up behind `run` before it is ended. */
export const LAST_MS = 1_000;

/** The longest that a timer of Node can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * What `options` say, or the defaults for where the server stands. Called by `run` with options that have been
 * checked. All in milliseconds.
 */
export function stopTimes({ trustProxy, deadlineMs, acceptGraceMs, limits }: RunOptions) {
  const defaults = trustProxy === undefined ? quick : behindProxy;
  return {
    deadlineMs: deadlineMs ?? defaults.deadlineMs,
    /** Ctrl-c comes from a person, who waits: it does not go on accepting unless it was told to. */
    acceptGraceMs: (signal: NodeJS.Signals) =>
      acceptGraceMs ?? (signal === "SIGINT" ? 0 : defaults.acceptGraceMs),
    limits: { drainGraceMs: defaults.drainGraceMs, ...limits } satisfies Partial<Limits>,
  };
}

/**
 * Ends the process, unless it has ended by then because nothing keeps it alive. Its timer keeps nothing alive.
 * undefined: longer than a timer can be, so it is never.
 */
export function endAfter(ms: number, code?: number): NodeJS.Timeout | undefined {
  return ms > LONGEST_MS ? undefined : setTimeout(() => process.exit(code ?? process.exitCode), ms).unref();
}
