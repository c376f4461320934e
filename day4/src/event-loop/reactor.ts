/**
 * The EventHandler that wakes whoever waits on a token, as tokio's reactor does on top of mio. Conn,
 * TcpListener and every deadline are built on it: they hand in a callback and never see the loop.
 * Its loop runs while something is registered or a timeout is pending, so an idle process can end. Everybody's
 * connections hang on it: a callback that throws is told to `onError` and keeps nobody else from being called.
 */

import { checkOptions } from "../guard/check-options.ts";
import { callback, type RulesFor } from "../guard/rule.ts";
import { callGuarded, tellUnheard } from "../sync/unheard.ts";
import type { EventHandler } from "./event-handler.ts";
import { EventLoop } from "./event-loop.ts";
import { type EventLoopOptions, eventLoopRules } from "./event-loop-options.ts";
import { EventSet } from "./event-set.ts";
import type { Source } from "./source.ts";
import type { TimeoutHandle } from "./timer-queue.ts";
import type { Token } from "./token.ts";

/** What is done later. An object can wait for many things and needs no function of its own for each. */
export type Task = (() => void) | { run(): void };

export interface ReactorOptions extends EventLoopOptions {
  /** Hears what callbacks throw, wakers, tasks and listeners alike. The default writes a line to stderr. */
  readonly onError?: (error: unknown) => void;
}

const reactorRules: RulesFor<ReactorOptions> = { ...eventLoopRules, onError: callback };

export class Reactor implements EventHandler<never, Task> {
  /** May be set at any time, as for `defaultReactor`, which every program finds made. */
  onError: (error: unknown) => void;
  readonly #loop: EventLoop<never, Task>;
  /** By token. A free slot is null and its token waits in `#free`. */
  readonly #wakers: (((events: EventSet) => void) | null)[] = [];
  readonly #free: Token[] = [];
  /** To be called at the end of this round, each once. */
  #deferred: Task[] = [];
  /** Registrations and pending timeouts: while there are any, the loop must run. */
  #busy = 0;
  /** From the call of the loop's `run` until it has settled. */
  #started = false;

  constructor(options: ReactorOptions = {}) {
    checkOptions("", options, reactorRules);
    const { onError = tellUnheard, ...loopOptions } = options;
    this.#loop = new EventLoop(loopOptions);
    this.onError = onError;
  }

  /** Milliseconds, read once a round. */
  get now(): number {
    return this.#loop.now;
  }

  /** Calls `waker` at each new readiness of `source`, until `deregister`. */
  register(source: Source, waker: (events: EventSet) => void): Token {
    const token = this.#free.pop() ?? this.#wakers.length;
    this.#wakers[token] = waker;
    this.#loop.register(source, token, EventSet.readable | EventSet.writable);
    this.#begin();
    return token;
  }

  deregister(source: Source, token: Token): void {
    this.#loop.deregister(source);
    this.#wakers[token] = null;
    this.#free.push(token);
    this.#finish();
  }

  /** Runs `task` after `ms`. Returns a function that takes it back and may be called at any time. */
  after(ms: number, task: Task): () => void {
    const timer = this.arm(ms, task);
    return () => this.disarm(timer);
  }

  /** The same for those who have thousands: a handle for `disarm` in the place of a function. */
  arm(ms: number, task: Task): TimeoutHandle<Task> {
    // First of all: a delay that is none throws, and must not count as a timeout that is pending.
    const timer = this.#loop.timeoutMs(task, ms);
    this.#begin();
    return timer;
  }

  /** Takes the timer back; one that has fired or is taken back already is left alone. */
  disarm(timer: TimeoutHandle<Task>): void {
    if (this.#loop.clearTimeout(timer)) this.#finish();
  }

  /** Runs `task` at the end of this round: what many events of a round ask for is then done once. */
  defer(task: Task): void {
    if (this.#deferred.push(task) === 1) this.#loop.wake();
  }

  /** Tells `onError`. For whoever calls back on the program's behalf, such as Conn. Never throws. */
  readonly report = (error: unknown): void => {
    try {
      this.onError(error);
    } catch (another) {
      tellUnheard(error);
      tellUnheard(another);
    }
  };

  ready(_loop: unknown, token: Token, events: EventSet): void {
    try {
      this.#wakers[token]?.(events);
    } catch (error) {
      this.report(error);
    }
  }

  timeout(_loop: unknown, task: Task): void {
    this.#finish();
    this.#call(task);
  }

  tick(): void {
    if (this.#deferred.length === 0) return;
    const tasks = this.#deferred;
    this.#deferred = [];
    for (const task of tasks) this.#call(task);
  }

  #begin(): void {
    this.#busy += 1;
    if (this.#busy === 1) this.#run();
  }

  #finish(): void {
    this.#busy -= 1;
    if (this.#busy === 0) this.#loop.shutdown();
  }

  #run(): void {
    // Still in its last round after a shutdown: the end of that run starts the next one.
    if (this.#started) return;
    this.#started = true;
    this.#loop.run(this).then(this.#ended, (error) => {
      this.report(error);
      // In a later turn: a loop that cannot begin at all must not keep Node from everything else.
      setImmediate(this.#ended);
    });
  }

  readonly #ended = (): void => {
    this.#started = false;
    if (this.#busy > 0) this.#run();
  };

  #call(task: Task): void {
    if (typeof task === "function") {
      callGuarded(task, this.report);
      return;
    }
    try {
      task.run();
    } catch (error) {
      this.report(error);
    }
  }
}

/** The reactor of this thread, used wherever none is handed in. It costs nothing until it is used. */
export const defaultReactor = new Reactor();
