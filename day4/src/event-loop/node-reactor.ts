/**
 * A reactor straight on Node: sources call their wakers, Node's timers are the timeouts, and a round ends in the
 * check phase (setImmediate), behind all the sockets that Node has looked at in its poll phase. It holds
 * nothing by itself: sockets and timers keep the process alive, and when they are gone it ends.
 */

import { checkOptions } from "../guard/check-options.ts";
import { callback, type RulesFor } from "../guard/rule.ts";
import { runTask, tellGuarded, tellUnheard } from "../sync/unheard.ts";
import { type Clock, clockRule, systemClock } from "./clock.ts";
import type { Reactor, Task } from "./reactor.ts";
import { EventSet, type Signal, type Source } from "./source.ts";

export interface NodeReactorOptions {
  /** Where the time comes from. Default: the system's monotonic clock. */
  readonly clock?: Clock;
  readonly onError?: (error: unknown) => void;
}

const rules: RulesFor<NodeReactorOptions> = {
  clock: clockRule,
  onError: callback,
};

/** How one source reaches its waker. Made by `register`, held by the source too, silent from `deregister` on. */
class NodeSignal implements Signal {
  /** A source may hold on to news from before: what is not active passes none on. */
  isActive = true;
  readonly #waker: (events: EventSet) => void;
  readonly #report: (error: unknown) => void;

  constructor(waker: (events: EventSet) => void, report: (error: unknown) => void) {
    this.#waker = waker;
    this.#report = report;
  }

  /** In the middle of Node's poll phase: what is thrown here would end the process. */
  raise(events: EventSet): void {
    if (!this.isActive) return;
    try {
      this.#waker(events);
    } catch (error) {
      this.#report(error);
    }
  }
}

/** One pending timeout. Made by `arm`; it ends with its call, or with `disarm`. */
interface Wait {
  /** On the reactor's clock. Node's timer may ring before: it counts in whole milliseconds. */
  readonly due: number;
  readonly task: Task;
  /** Takes Node's timer back. Set anew when that one came too early. */
  cancel: () => void;
}

export class NodeReactor implements Reactor {
  onError: (error: unknown) => void;
  /** The system's, or one that a test moves by hand. It gives the time and the timers alike. */
  readonly #clock: Clock;
  /** What this round has asked for. Taken out whole when the round ends, so that each task runs once. */
  #deferred: Task[] = [];
  /** The registered sources. One leaves with `deregister`; what it holds of the system is its own to close. */
  readonly #signals = new Map<Source, NodeSignal>();
  /** Sources that were ready when they came: they are told at the end of the round, like news. */
  #arrivals: Source[] = [];
  /** True from the first order for the end of this round until it comes. */
  #isOrdered = false;

  constructor(options: NodeReactorOptions = {}) {
    checkOptions("", options, rules);
    this.#clock = options.clock ?? systemClock;
    this.onError = options.onError ?? tellUnheard;
  }

  /** Read anew each time: there is no loop here that could say when its round began. */
  get now(): number {
    return this.#clock.now();
  }

  /** The source holds the signal and the signal the waker: news needs no search, and no round of ours. */
  register(source: Source, waker: (events: EventSet) => void): void {
    if (this.#signals.has(source)) throw new Error("this source is registered already");
    const signal = new NodeSignal(waker, this.report);
    // Known before it is attached: a source may raise its signal from inside `attach`.
    this.#signals.set(source, signal);
    source.attach(signal);
    if (readinessOf(source) === EventSet.none) return;
    // epoll does the same: what is ready when it is added is reported.
    this.#arrivals.push(source);
    this.#orderEnd();
  }

  /** Also from inside a waker, as when a connection closes on its last news. */
  deregister(source: Source): void {
    const signal = this.#signals.get(source);
    if (signal === undefined) throw new Error("this source is not registered with this reactor");
    // Silent first: `detach` is the source's own code, and may still have something to say.
    signal.isActive = false;
    this.#signals.delete(source);
    source.detach();
  }

  /** For those who have one timer, such as a drain: a function is easier to hand on than a handle. */
  after(ms: number, task: Task): () => void {
    const wait = this.arm(ms, task);
    return () => this.disarm(wait);
  }

  /** A timer of Node's for each: those who move their deadlines often go by Deadline, which arms few. */
  arm(ms: number, task: Task): Wait {
    if (typeof ms !== "number" || !(ms >= 0))
      throw new RangeError(`a timeout needs a delay of 0 ms or more, not ${ms}`);
    const wait: Wait = { due: this.#clock.now() + ms, task, cancel: () => {} };
    this.#wait(wait, ms);
    return wait;
  }

  /** Cancelling a timer that has rung does nothing, so nothing has to be remembered of it. */
  disarm(wait: Wait): void {
    wait.cancel();
  }

  /** The same task may be given twice and runs twice: a caller such as ConnWriter remembers that it has asked. */
  defer(task: Task): void {
    this.#deferred.push(task);
    this.#orderEnd();
  }

  readonly report = (error: unknown): void => tellGuarded(this.onError, error);

  /** Orders a wake-up of the clock; more than one where that comes early. */
  #wait(wait: Wait, ms: number): void {
    wait.cancel = this.#clock.wakeAfter(ms, () => {
      const left = wait.due - this.#clock.now();
      // Node counts in whole milliseconds and no further than 24.8 days: what comes early waits again.
      if (left > 0) this.#wait(wait, left);
      else runTask(wait.task, this.report);
    });
  }

  /** Orders the check phase that ends this round, once: behind everything that Node finds in its poll phase. */
  #orderEnd(): void {
    if (this.#isOrdered) return;
    this.#isOrdered = true;
    setImmediate(this.#endRound);
  }

  /** The check phase. One function for all rounds; Node calls it without a `this`. */
  readonly #endRound = (): void => {
    // First of all: what is asked for from here on belongs to the next round.
    this.#isOrdered = false;
    const tasks = this.#deferred;
    this.#deferred = [];
    // News before tasks, as in a round of the loop: what a waker writes now still leaves in the next flush.
    const arrivals = this.#arrivals;
    this.#arrivals = [];
    // One of them may have deregistered another.
    for (const source of arrivals) this.#signals.get(source)?.raise(readinessOf(source));
    for (const task of tasks) runTask(task, this.report);
  };
}

/** One that throws when it is asked has failed, and no more than that. */
function readinessOf(source: Source): EventSet {
  try {
    return source.readiness();
  } catch {
    return EventSet.error;
  }
}
