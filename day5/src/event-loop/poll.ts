/**
 * The book of registered sources, and what stands in it of each: its token, what is asked of it and how often it
 * reports. It hears every signal and decides who is to be told: at once for news of an edge-triggered source, at the
 * next round for what is ready already. EventLoop owns one.
 */

import { EventSet, type Signal, type Source } from "./source.ts";

/**
 * The name under which a source is known to its loop. The caller picks it at `register` and gets it back in
 * `ready`, as in mio: the loop needs no idea of what stands behind it.
 */
export type Token = number;

/**
 * How often a registered source reports. Each of the three is one of mio 0.5's PollOpt.
 * `edge`: once per new readiness. `level`: in every round while it lasts.
 * `oneshot`: once, and then not again until `reregister` (ML10).
 */
export type PollOpt = "edge" | "level" | "oneshot";

/**
 * One entry of the book. It is also the signal that its source raises. Made by `register`, changed by `reregister`,
 * dead after `deregister`.
 */
export class Registration implements Signal {
  readonly #poll: Poll;
  readonly source: Source;
  token: Token;
  interest: EventSet;
  opt: PollOpt;
  /** False after `deregister`: an event that is still under way goes nowhere. */
  active = true;
  /** False once a oneshot source has reported, until it is registered again. */
  #armed = true;

  constructor(poll: Poll, source: Source, token: Token, interest: EventSet, opt: PollOpt) {
    this.#poll = poll;
    this.source = source;
    this.token = token;
    this.interest = interest;
    this.opt = opt;
  }

  raise(events: EventSet): void {
    this.#poll.raised(this, events);
  }

  change(token: Token, interest: EventSet, opt: PollOpt): void {
    this.token = token;
    this.interest = interest;
    this.opt = opt;
    this.#armed = true;
  }

  /** What the source is ready for. One that throws when it is asked has failed, and no more than that. */
  readiness(): EventSet {
    try {
      return this.source.readiness();
    } catch {
      return EventSet.error;
    }
  }

  /** The part of `events` that the handler is to hear now; a oneshot source is disarmed by it. */
  report(events: EventSet): EventSet {
    if (!this.active || !this.#armed) return EventSet.none;
    const news = events & (this.interest | EventSet.hup | EventSet.error);
    if (news !== EventSet.none && this.opt === "oneshot") this.#armed = false;
    return news;
  }
}

export class Poll {
  /** From `register` to `deregister`: the one place that holds a source on behalf of its loop. */
  readonly #book = new Map<Source, Registration>();
  /** Registered while ready, or ready when the loop began: told in the next round. */
  #arrivals: Registration[] = [];
  /** Level-triggered ones: they are asked in every round, since they report for as long as they are ready. */
  readonly #levels = new Set<Registration>();
  readonly #onEvent: (registration: Registration, events: EventSet) => void;
  readonly #wake: () => void;

  /** `onEvent` is called during Node's poll phase; `wake` asks the loop for a round. */
  constructor(onEvent: (registration: Registration, events: EventSet) => void, wake: () => void) {
    this.#onEvent = onEvent;
    this.#wake = wake;
  }

  /** True when a round would find something to tell. */
  get hasWork(): boolean {
    // Level-triggered sources have no news when nothing changes: as long as one is ready, round follows round.
    if (this.#arrivals.length > 0) return true;
    for (const level of this.#levels) if ((level.readiness() & level.interest) !== 0) return true;
    return false;
  }

  /** Opens an entry. The source raises its signal from now on; if it is ready already, the next round says so. */
  register(source: Source, token: Token, interest: EventSet, opt: PollOpt): void {
    if (this.#book.has(source)) throw new Error("this source is registered already; use reregister");
    const registration = new Registration(this, source, token, interest, opt);
    this.#book.set(source, registration);
    source.attach(registration);
    this.#expect(registration);
  }

  /** For Registration: its source has news. */
  raised(registration: Registration, events: EventSet): void {
    // A level-triggered source is asked in every round; its signal only makes the round happen.
    if (registration.opt === "level") this.#wake();
    else this.#onEvent(registration, events);
  }

  /** Changes the entry. A oneshot source that has reported is armed again, as with epoll's MOD. */
  reregister(source: Source, token: Token, interest: EventSet, opt: PollOpt): void {
    const registration = this.#find(source);
    registration.change(token, interest, opt);
    this.#expect(registration);
  }

  /** Returns the token under which the source was known. */
  deregister(source: Source): Token {
    const registration = this.#find(source);
    // An arrival of it that waits for the next round finds the entry dead, and is not told (ML10).
    registration.active = false;
    this.#book.delete(source);
    this.#levels.delete(registration);
    source.detach();
    return registration.token;
  }

  /** For the start of a run: what is ready now became so while no loop listened. */
  expectAll(): void {
    for (const registration of this.#book.values()) this.#expect(registration);
  }

  /** What this round has to tell beyond the signals that came by themselves. */
  takeReady(): Registration[] {
    const ready = this.#arrivals;
    this.#arrivals = [];
    // One that has just been registered stands in both: it is told once.
    for (const level of this.#levels) if (!ready.includes(level)) ready.push(level);
    return ready;
  }

  /** For a loop that closes: all sources are detached. */
  clear(): void {
    for (const source of [...this.#book.keys()]) this.deregister(source);
  }

  /** Errors: there is no entry. A mistake of the caller's, and never a matter of time. */
  #find(source: Source): Registration {
    const registration = this.#book.get(source);
    if (registration === undefined) throw new Error("this source is not registered with this loop");
    return registration;
  }

  /** epoll does the same: a source that is ready when it is added or changed is reported. */
  #expect(registration: Registration): void {
    if (registration.opt === "level") this.#levels.add(registration);
    else this.#levels.delete(registration);
    if ((registration.readiness() & registration.interest) === 0) return;
    // Registered and changed in the same round: it is told once.
    if (!this.#arrivals.includes(registration)) this.#arrivals.push(registration);
    this.#wake();
  }
}
