/**
 * Something a loop can watch: a socket, a listening socket, a test's own pretence of one. Called Evented
 * in mio 0.5. A source belongs to one loop at a time, and it holds its bytes itself: the loop only
 * carries the news that there are some.
 */

import type { EventSet } from "./event-set.ts";

export interface Source {
  /** What it is ready for at this moment. Must be cheap: asked at register and by level-triggered polling. */
  readiness(): EventSet;
  /** Called once, by the loop. From now on the source calls `signal` at every new readiness. */
  attach(signal: (events: EventSet) => void): void;
  /** Called once, by the loop. The source must not call `signal` any more. */
  detach(): void;
}
