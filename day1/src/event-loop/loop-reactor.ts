/**
 * The reactor on the event loop, as tokio's reactor stands on mio: it is the EventHandler that finds the waker of
 * a token and calls it. Its loop runs while something is registered, pending or deferred, and only so long: an
 * idle process can end.
 */

import { checkOptions } from "../guard/check-options.ts";
import { callback, type RulesFor } from "../guard/rule.ts";
import { runTask, tellGuarded, tellUnheard } from "../sync/unheard.ts";
import type { EventHandler } from "./event-handler.ts";
import { EventLoop } from "./event-loop.ts";
import { type EventLoopOptions, eventLoopRules } from "./event-loop-options.ts";
import type { Token } from "./poll.ts";
import type { Reactor, Task } from "./reactor.ts";
import { EventSet, type Source } from "./source.ts";
import type { TimeoutHandle } from "./timers.ts";

export interface LoopReactorOptions extends EventLoopOptions {
  /** As in Reactor. */
  readonly onError?: (error: unknown) => void;
}

const rules: RulesFor<LoopReactorOptions> = { ...eventLoopRules, onError: callback };

export class LoopReactor implements Reactor, EventHandler<never, Task> {
  onError: (error: unknown) => void;
  /** Made with the reactor and never closed: it runs while there is something to wait for. Its timeouts are tasks. */
  readonly #loop: EventLoop<never, Task>;
  /**
   * By token, which is the index: finding one costs no search. A slot is filled by `register` and emptied by
   * `deregister`, which puts its token into `#free` for the next source. The list never shrinks; it is as long as
   * the most sources that were there at a time.
   */
  readonly #wakers: (((events: EventSet) => void) | null)[] = [];
  /** Tokens whose sources have left; the next source takes the one that came back last. */
  readonly #free: Token[] = [];
  /** What this round has asked for. Taken out whole by `tick`, so that each task runs once. */
  #deferred: Task[] = [];
  /** Sources, pending timeouts, and one for deferred tasks: while there are any, the loop must run. */
  #busy = 0;
  /** From the call of the loop's `run` until it has settled, which is a moment after its last round. */
  #started = false;

  constructor(options: LoopReactorOptions = {}) {
    checkOptions("", options, rules);
    const { onError = tellUnheard, ...loopOptions } = options;
    this.#loop = new EventLoop(loopOptions);
    this.onError = onError;
  }

  /** While news is told, one reading serves all: a thousand deadlines cost one look at the clock. */
  get now(): number {
    return this.#loop.now;
  }

  /** With an interest in everything: what to do with the news is up to the source's owner. */
  register(source: Source, waker: (events: EventSet) => void): void {
    const token = this.#free.at(-1) ?? this.#wakers.length;
    // First of all: a source that is refused takes no token with it.
    this.#loop.register(source, token, EventSet.readable | EventSet.writable);
    this.#free.pop();
    this.#wakers[token] = waker;
    this.#begin();
  }

  deregister(source: Source): void {
    // The loop knows the token of a source, so that no connection has to keep it.
    const token = this.#loop.deregister(source);
    this.#wakers[token] = null;
    this.#free.push(token);
    this.#finish();
  }

  /** As `arm`, for those who have one. */
  after(ms: number, task: Task): () => void {
    const timer = this.arm(ms, task);
    return () => this.disarm(timer);
  }

  /** A timeout of the loop: an entry in its heap, where a timer of Node's would be an object in a list of its own. */
  arm(ms: number, task: Task): TimeoutHandle<Task> {
    // First of all: a delay that is none throws, and must not count as a timeout that is pending.
    const timer = this.#loop.timeoutMs(task, ms);
    this.#begin();
    return timer;
  }

  /** Counted only where it was pending: a second call must not stop a loop that others wait on. */
  disarm(timer: TimeoutHandle<Task>): void {
    if (this.#loop.clearTimeout(timer)) this.#finish();
  }

  defer(task: Task): void {
    // The first task of a round orders its tick; all others find it ordered.
    if (this.#deferred.push(task) > 1) return;
    this.#begin();
    this.#loop.wake();
  }

  readonly report = (error: unknown): void => tellGuarded(this.onError, error);

  /** For the loop: news of the source with this token. A waker that throws costs its own connection and no other. */
  ready(_loop: unknown, token: Token, events: EventSet): void {
    try {
      this.#wakers[token]?.(events);
    } catch (error) {
      this.report(error);
    }
  }

  /** For the loop: a timeout is due. Its task runs behind the count, since the task may set it anew. */
  timeout(_loop: unknown, task: Task): void {
    this.#finish();
    runTask(task, this.report);
  }

  /** For the loop: the end of the round. What the tasks defer in their turn is for the next one. */
  tick(): void {
    if (this.#deferred.length === 0) return;
    const tasks = this.#deferred;
    this.#deferred = [];
    for (const task of tasks) runTask(task, this.report);
    // Behind the tasks: one that waits for something more keeps the loop from stopping and starting again.
    this.#finish();
  }

  /** One more thing to wait for. The first starts the loop. */
  #begin(): void {
    this.#busy += 1;
    if (this.#busy === 1) this.#run();
  }

  /** One thing less. With the last the loop ends, and Node may exit. */
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

  /** A run has settled. What came while it was ending, or after an error, needs another one. */
  readonly #ended = (): void => {
    this.#started = false;
    if (this.#busy > 0) this.#run();
  };
}
