/**
 * One thread, many sources: the loop tells one handler what happened, a round at a time, in the order
 * `ready`, `notify`, `timeout`, `tick`: mio 0.5's order, which 0.6 changed (ML1). In Node's poll phase a
 * source signals, and `ready` is called on the spot; Node's check phase (setImmediate) does the rest.
 */

import { checkOptions } from "../guard/check-options.ts";
import { Channel } from "./channel.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { EventHandler } from "./event-handler.ts";
import { type EventLoopOptions, eventLoopRules } from "./event-loop-options.ts";
import { Poll, type PollOpt, type Registration, type Token } from "./poll.ts";
import type { Sender } from "./sender.ts";
import { EventSet, type Source } from "./source.ts";
import { Alarm, type TimeoutHandle, TimerQueue } from "./timers.ts";

/** The promise of one `run`, to be settled at its end. */
type Run = { readonly resolve: () => void; readonly reject: (error: unknown) => void };

/**
 * What is registered, set or sent stays with the loop from one `run` to the next, and counts only while one lasts. A
 * run ends in two ways: by `shutdown`, behind a whole last round, or at once, by a callback that throws.
 */
export class EventLoop<Message = never, Timeout = never> {
  readonly #clock: Clock;
  /** How many messages one round delivers at most: a busy channel must not starve the timers (ML3). */
  readonly #messagesPerTick: number;
  /** Listened to while `run` lasts and not before: a listener that does nothing would keep ctrl-c from ending. */
  readonly #signals: readonly NodeJS.Signals[];
  /** The loop's only system timer, set for the earliest of its timeouts. */
  readonly #alarm: Alarm;
  /** Born with the loop and closed with it. It outlives a `shutdown`: what is sent meanwhile waits for the next run. */
  readonly #channel: Channel<Message>;
  /** Messages that this round may deliver. One from inside a callback, and all behind it, wait (ML2). */
  #messages = 0;
  /** Pending timeouts. Like sources, they stay when a run ends, and count on in the next. */
  readonly #timers = new TimerQueue<Timeout>();
  readonly #poll: Poll;
  /** Signals that have arrived and wait for their round. */
  #interrupts: NodeJS.Signals[] = [];
  /** The handler of this run. */
  #handler: EventHandler<Message, Timeout> = {};
  /** From `run` to `shutdown`. The last round still happens after that: whether there is a run is told by `#settle`. */
  #running = false;
  /** While the handler is called: a message from inside it waits for a later round. */
  #inCallback = false;
  /** Set while `run` has not settled. */
  #settle: Run | null = null;
  /** The check phase that will finish the round in progress; null between two rounds. */
  #round: NodeJS.Immediate | null = null;
  /** The clock as this round has read it. */
  #now = 0;

  /** Errors: TypeError, RangeError for an option that cannot be. */
  constructor(options: EventLoopOptions = {}) {
    checkOptions("", options, eventLoopRules);
    this.#clock = options.clock ?? systemClock;
    this.#messagesPerTick = options.messagesPerTick ?? 256;
    this.#signals = options.signals ?? [];
    this.#poll = new Poll(this.#ready.bind(this), this.#schedule.bind(this));
    this.#alarm = new Alarm(
      this.#clock,
      () => this.#timers.earliest,
      () => this.#schedule(),
    );
    this.#channel = new Channel(options.capacity ?? 4096, () => {
      // Sent between two rounds, and behind no message that has to wait: the next round may have it.
      if (!this.#inCallback && this.#channel.length === this.#messages + 1) this.#messages += 1;
      this.#schedule();
    });
  }

  /** False before the first `run` (mio says true: a named deviation, ML5) and after `shutdown`. */
  get isRunning(): boolean {
    return this.#running;
  }

  /** Milliseconds. While `ready` is called, one reading serves all: good for deadlines, not for timing. */
  get now(): number {
    return this.#round === null ? this.#clock.now() : this.#now;
  }

  /** Watches `source`. Errors: it is registered already. */
  register(source: Source, token: Token, interest: EventSet, opt: PollOpt = "edge"): void {
    this.#poll.register(source, token, interest, opt);
  }

  /** Changes what is watched, and arms a oneshot source again. Errors: it is not registered. */
  reregister(source: Source, token: Token, interest: EventSet, opt: PollOpt = "edge"): void {
    this.#poll.reregister(source, token, interest, opt);
  }

  /**
   * Stops watching: not even an event that is under way is delivered (ML10). Returns the source's token, which
   * the caller may give to another. Errors: it is not registered.
   */
  deregister(source: Source): Token {
    return this.#poll.deregister(source);
  }

  /** Calls `timeout(value)` in the first round that starts `ms` from now or later: never early (ML6). */
  timeoutMs(value: Timeout, ms: number): TimeoutHandle<Timeout> {
    if (typeof ms !== "number" || !(ms >= 0))
      throw new RangeError(`a timeout needs a delay of 0 ms or more, not ${ms}`);
    // The real time and not the round's: the delay counts from this call (ML6).
    const handle = this.#timers.add(this.#clock.now() + ms, value);
    if (this.#running) this.#alarm.arm();
    return handle;
  }

  /** True if it was still pending, even if it is due in this very round (ML8). */
  clearTimeout(handle: TimeoutHandle<Timeout>): boolean {
    return this.#timers.clear(handle);
  }

  /** The sending end of this loop's channel. It may be used anywhere, and outlives `shutdown` (ML9). */
  channel(): Sender<Message> {
    return this.#channel.sender;
  }

  /** Asks for a round soon, for its `tick`. Asking twice changes nothing: a round is ordered once. */
  wake(): void {
    this.#schedule();
  }

  /**
   * Runs until `shutdown`, and keeps the process alive so long. May be called again afterwards (ML4).
   * Errors: rejects when a callback throws (ML11), or when the loop runs already.
   */
  run(handler: EventHandler<Message, Timeout>): Promise<void> {
    if (this.#settle !== null) return Promise.reject(new Error("this loop is running already"));
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#handler = handler;
      this.#running = true;
      // Sent before the run: they are due in its first round.
      this.#messages = this.#channel.length;
      for (const signal of this.#signals) process.on(signal, this.#interrupt);
      try {
        // What became ready while no run was there to hear it is told in the first round.
        this.#poll.expectAll();
        this.#alarm.arm();
        this.#schedule();
      } catch (error) {
        this.#end((run) => run.reject(error));
      }
    });
  }

  /** Only clears the flag: the rest of this round still happens, then `run` resolves (ML4). */
  shutdown(): void {
    // A round must come even if nothing happens any more: `run` resolves at the end of one.
    this.#schedule();
    this.#running = false;
  }

  /** Lets go of everything: sources are detached, senders answer "closed". For a loop that has ended. */
  close(): void {
    if (this.#settle !== null) throw new Error("shut the loop down and await run() before close()");
    // Timeouts are not touched: without a run they are only memory, which goes with the loop.
    this.#poll.clear();
    this.#channel.close();
  }

  /** Orders the end of this round, once. A loop that does not run needs none. */
  #schedule(): void {
    if (this.#round !== null || this.#settle === null) return;
    this.#now = this.#clock.now();
    this.#round = setImmediate(this.#finishRound);
  }

  /** One function for all runs: `process.off` must find it again. */
  readonly #interrupt = (signal: NodeJS.Signals): void => {
    this.#interrupts.push(signal);
    this.#schedule();
  };

  /** News of one source, in Node's poll phase or, for what was ready before, at the beginning of the check phase. */
  #ready(registration: Registration, events: EventSet): void {
    if (this.#settle === null) return;
    // The entry knows what is asked of it, and whether it may report at all: it is the last to be asked.
    const news = registration.report(events);
    if (news === EventSet.none) return;
    this.#schedule();
    this.#inCallback = true;
    try {
      this.#handler.ready?.(this, registration.token, news);
    } catch (error) {
      this.#end((run) => run.reject(error));
    }
    this.#inCallback = false;
  }

  /** The check phase: all that a round has beside the news which Node brought by itself. The order is mio's (ML1). */
  readonly #finishRound = (): void => {
    try {
      const now = this.#clock.now();
      const newer = this.#timers.nextSequence; // what callbacks set from here on waits for the next round
      for (const entry of this.#poll.takeReady()) this.#ready(entry, entry.readiness());
      // A `ready` that threw has ended the run: the rest of its round is not called (ML11).
      if (this.#settle === null) return;
      // From here on a wake is an order for another round.
      this.#round = null;
      this.#inCallback = true;
      for (const signal of this.#interrupts.splice(0)) this.#handler.interrupted?.(this, signal);
      const messages = this.#channel.take(Math.min(this.#messages, this.#messagesPerTick));
      for (const message of messages) this.#handler.notify?.(this, message);
      for (let due = this.#timers.takeDue(now, newer); due !== null; due = this.#timers.takeDue(now, newer))
        this.#handler.timeout?.(this, due.value);
      this.#handler.tick?.(this);
    } catch (error) {
      this.#end((run) => run.reject(error));
    }
    this.#inCallback = false;
    // What has arrived by now is for the next round (ML2).
    this.#messages = this.#channel.length;
    if (!this.#running) this.#end((run) => run.resolve());
    else if (this.#messages > 0 || this.#interrupts.length > 0 || this.#poll.hasWork) this.#schedule();
    else this.#alarm.arm();
  };

  /** The run is over: everything that could call back is taken back. */
  #end(settle: (run: Run) => void): void {
    // Settled at the very end: what awaits `run` finds a loop that can be run again.
    const run = this.#settle;
    this.#running = false;
    this.#settle = null;
    // What is pending stays so for another run; only what would wake this one is taken away.
    this.#alarm.cancel();
    if (this.#round !== null) clearImmediate(this.#round);
    this.#round = null;
    for (const signal of this.#signals) process.off(signal, this.#interrupt);
    if (run !== null) settle(run);
  }
}
