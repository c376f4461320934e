/**
 * Something a loop can watch: a socket, a listening socket, a test's own pretence of one. Called Evented
 * in mio 0.5. A source belongs to one loop at a time, and it holds its bytes itself: the loop only
 * carries the news that there are some.
 */

import type { EventSet } from "./event-set.ts";

/** How a source brings its news. The loop has one for each source. */
export interface Signal {
  raise(events: EventSet): void;
}

export interface Source {
  /** What it is ready for at this moment. Must be cheap: asked at register and by level-triggered polling. */
  readiness(): EventSet;
  /** Called once, by the loop. From now on the source raises `signal` at every new readiness. */
  attach(signal: Signal): void;
  /** Called once, by the loop. The source must not raise its signal any more. */
  detach(): void;
}

/** Before `attach` and after `detach`: nobody is told. */
export const NO_SIGNAL: Signal = { raise() {} };
