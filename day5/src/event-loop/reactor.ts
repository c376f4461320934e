/**
 * The ground that connections, listeners and deadlines stand on: it calls back when a source has news, when a
 * time has come, and at the end of the round. Conn and TcpListener are written against this interface alone, so
 * the same server runs straight on Node (node-reactor.ts) or on the event loop (loop-reactor.ts). All
 * connections hang on one reactor: a callback that throws is told, and keeps no other from being called.
 */

import { withMethods } from "../guard/rule.ts";
import type { EventSet, Source } from "./source.ts";

/** What is done later. An object can wait for many things and needs no function of its own for each. */
export type Task = (() => void) | { run(): void };

/** What `arm` returns. Only the reactor that made it can read it. */
export type Timer = object;

export interface Reactor {
  /** Milliseconds on a clock that only goes forward. It may stand still for the length of a round. */
  readonly now: number;
  /**
   * Hears what callbacks throw, wakers, tasks and listeners alike; by default a line on stderr. May be set at any
   * time: the default reactor is there before the program could hand in options.
   */
  onError: (error: unknown) => void;
  /**
   * Calls `waker` at each new readiness of `source`, until `deregister`. A source that is ready already is told
   * of at the end of this round, never from inside this call. Errors: it is registered already.
   */
  register(source: Source, waker: (events: EventSet) => void): void;
  /** The waker of `source` is not called any more, not even for news that is on its way. Errors: not registered. */
  deregister(source: Source): void;
  /**
   * Runs `task` once, `ms` from now or later, never earlier. Returns a function that cancels it and may be called at
   * any time. Errors: RangeError for a delay that is none.
   */
  after(ms: number, task: Task): () => void;
  /** The same for those who have thousands: a handle for `disarm` in the place of a function. */
  arm(ms: number, task: Task): Timer;
  /** Cancels the timer; one that has fired or is cancelled already is left alone. */
  disarm(timer: Timer): void;
  /** Runs `task` once at the end of this round: what many events of a round ask for is then done once. */
  defer(task: Task): void;
  /** Tells `onError`. For those who call back on the program's behalf, such as Conn. Never throws. */
  readonly report: (error: unknown) => void;
}

export const reactorRule = withMethods("a Reactor", [
  "register",
  "deregister",
  "after",
  "arm",
  "disarm",
  "defer",
  "report",
]);
