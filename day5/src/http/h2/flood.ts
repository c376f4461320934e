/**
 * Counts the frames that cost us more than the client: pings and settings, which we must answer, and streams that are
 * reset before they are answered, which begin work that no client waits for (CVE-2023-44487). So many in a span of time are
 * a client in order; more are a flood.
 */

import type { Reactor } from "../../event-loop/reactor.ts";

export type Kind = "ping" | "settings" | "reset";

/** In one span. A browser that is left with a page of pictures resets them all, and sends a ping in 45 s. */
const MOST: Readonly<Record<Kind, number>> = { ping: 200, settings: 50, reset: 200 };
const SPAN_MS = 10_000;

/** One for each connection, as long-lived. */
export class Flood {
  /** Only its clock is asked: no timer runs for this. */
  readonly #reactor: Reactor;
  /** The connection's, which ends itself. */
  readonly #onFlood: (why: string) => void;
  /** Of the span that is on; all begin anew with the next one. */
  #counts: Record<Kind, number> = { ping: 0, settings: 0, reset: 0 };
  /** When the span began; none has at first. */
  #since = Number.NEGATIVE_INFINITY;

  /** `onFlood` is called once, with what there was too much of. */
  constructor(reactor: Reactor, onFlood: (why: string) => void) {
    this.#reactor = reactor;
    this.#onFlood = onFlood;
  }

  /** One more of `kind`. The first that comes behind the end of a span begins the next. */
  count(kind: Kind): void {
    if (this.#reactor.now - this.#since > SPAN_MS) {
      this.#since = this.#reactor.now;
      this.#counts = { ping: 0, settings: 0, reset: 0 };
    }
    this.#counts[kind] += 1;
    if (this.#counts[kind] === MOST[kind] + 1) this.#onFlood(`too many frames: ${kind}`);
  }
}
