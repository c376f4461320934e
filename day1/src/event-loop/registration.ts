/**
 * One source's entry in the loop's book: its token, what is asked of it and how often it reports. It is
 * also the signal that the source raises. Made by `register`, changed by `reregister`, dead after `deregister`.
 */

import type { Poll } from "./poll.ts";
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
