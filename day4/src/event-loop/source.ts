/**
 * Something whose news is waited for: a socket, a listening socket, a test's own pretence of one. Called Evented
 * in mio 0.5. A source belongs to one reactor or loop at a time, and it holds its bytes itself: its signal only
 * carries the news that there are some.
 */

/** What a source can be ready for, as bits that add up: `EventSet.readable | EventSet.writable`. After mio 0.5. */
export type EventSet = number;

export const EventSet = {
  none: 0,
  /** Bytes, a connection or an end can be taken without waiting. */
  readable: 1,
  /** There is room to write again. */
  writable: 2,
  /** The other side is gone, or everything is closed. Told whatever the interest. */
  hup: 4,
  /** The source failed; it says how when it is asked. Told whatever the interest. */
  error: 8,
} as const;

/** How a source brings its news. Made by the reactor or loop at `register`, one for each source. */
export interface Signal {
  raise(events: EventSet): void;
}

export interface Source {
  /** What it is ready for at this moment. Must be cheap: asked at register and by level-triggered polling. */
  readiness(): EventSet;
  /** Called once, at `register`. From now on the source raises `signal` at every new readiness. */
  attach(signal: Signal): void;
  /** Called once, at `deregister`. The source must not raise its signal any more. */
  detach(): void;
}

/** Before `attach` and after `detach`: the news goes nowhere. */
export const NO_SIGNAL: Signal = { raise() {} };
