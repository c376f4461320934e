/**
 * Instruments for an EventLoop: a handler that writes down what it is told, and a Source whose readiness
 * the test sets by hand. A round reads as e.g. ["ready 1 1", "notify hello", "timeout late", "tick"].
 */

import type { EventHandler, EventLoop, EventSet, Signal, Source, Token } from "../../day5/src/event-loop.ts";

export class LoopLog<Message = string, Timeout = string> implements EventHandler<Message, Timeout> {
  #lines: string[] = [];
  /** What the test does inside the callbacks, after the line is written. */
  readonly #then: EventHandler<Message, Timeout>;

  constructor(then: EventHandler<Message, Timeout> = {}) {
    this.#then = then;
  }

  /** The lines since the last call. */
  take(): string[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  ready(loop: EventLoop<Message, Timeout>, token: Token, events: EventSet): void {
    this.#lines.push(`ready ${token} ${events}`);
    this.#then.ready?.(loop, token, events);
  }

  notify(loop: EventLoop<Message, Timeout>, message: Message): void {
    this.#lines.push(`notify ${message}`);
    this.#then.notify?.(loop, message);
  }

  timeout(loop: EventLoop<Message, Timeout>, value: Timeout): void {
    this.#lines.push(`timeout ${value}`);
    this.#then.timeout?.(loop, value);
  }

  interrupted(loop: EventLoop<Message, Timeout>, signal: NodeJS.Signals): void {
    this.#lines.push(`interrupted ${signal}`);
    this.#then.interrupted?.(loop, signal);
  }

  tick(loop: EventLoop<Message, Timeout>): void {
    this.#lines.push("tick");
    this.#then.tick?.(loop);
  }
}

/** A Source without a socket. `becomes` is what the system does in Node's poll phase. */
export class HandSource implements Source {
  attached = false;
  #readiness: EventSet = 0;
  #signal: Signal | null = null;

  readiness(): EventSet {
    return this.#readiness;
  }

  /** Now ready for `events` and nothing else; they are signalled as news. */
  becomes(events: EventSet): void {
    this.#readiness = events;
    if (events !== 0) this.#signal?.raise(events);
  }

  attach(signal: Signal): void {
    this.attached = true;
    this.#signal = signal;
  }

  /** Keeps the signal on purpose: a signal that is under way is what ML10 is about. */
  detach(): void {
    this.attached = false;
  }
}
