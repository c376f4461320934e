/**
 * Asks an endpoint by `getResponse`, and waits for a handler that works on only so long. A handler cannot be stopped
 * from outside: it is told by its signal, and its late answer goes nowhere. `listen` makes one for a server and puts
 * it between the protocol and the app; nothing of the days before has to know of it.
 * All handlers have the same time, so they are due in the order in which they began: one list and one deadline serve
 * them all, and a request costs no timer.
 * HOT. The list is linked by hand, since a Set of objects costs far more than all the rest here.
 */

import { defaultReactor } from "../event-loop/default-reactor.ts";
import type { Reactor } from "../event-loop/reactor.ts";
import { checkValue } from "../guard/check-options.ts";
import { HttpError } from "../http/http-error.ts";
import { type Limits, limitRules } from "../http/limits.ts";
import { Response } from "../http/response.ts";
import { Deadline } from "../net/deadline.ts";
import type { AppContext } from "./app-context.ts";
import { type Endpoint, getResponse } from "./endpoint.ts";
import { errorAnswer } from "./header-rule.ts";

/**
 * A request whose answer is awaited. `ask` makes it when a handler returns a promise, and it is in the list until the
 * answer comes or its deadline; then only the handler's own promise still holds it, until that settles.
 */
class Waiting {
  readonly c: AppContext;
  /** On the reactor's clock, in milliseconds. */
  readonly dueAt: number;
  /** Settles what `ask` returned. Called once: by the answer or by the deadline, whichever is first. */
  resolve: (response: Response) => void = () => {};
  /** The one that began before it, and is due before it. */
  previous: Waiting | null = null;
  next: Waiting | null = null;
  /** False from the moment it has been answered: what comes later is too late. */
  isListed = true;

  constructor(c: AppContext, dueAt: number) {
    this.c = c;
    this.dueAt = dueAt;
  }
}

/**
 * As `ask`, for one request alone: with no server around it there is no one who would take a timer back. What is
 * answered at once needs none.
 */
export function askInTime(
  endpoint: Endpoint,
  c: AppContext,
  { handlerTimeoutMs }: Pick<Limits, "handlerTimeoutMs">,
  reactor: Reactor = defaultReactor,
): Response | Promise<Response> {
  const answer = getResponse(endpoint, c);
  if (!(answer instanceof Promise)) return answer;
  const overdue = new HandlerDeadline(reactor, handlerTimeoutMs);
  return Promise.resolve(overdue.ask({ call: () => answer }, c)).finally(() => overdue.dispose());
}

export class HandlerDeadline {
  /** Of the server: its clock, and the timer behind `#next`. */
  readonly #reactor: Reactor;
  /** The same for all handlers, which is what keeps the list in order. */
  readonly #ms: number;
  /** The ends of the list, which is in the order of beginning and so of the deadlines. null: no handler is awaited. */
  #oldest: Waiting | null = null;
  #newest: Waiting | null = null;
  /**
   * That of the oldest, or of an older one that has been answered meanwhile: then it fires too early, finds out who
   * is the oldest now, and is set again. So an answer in time, the common case, never touches it.
   */
  readonly #next: Deadline;

  /** Errors: TypeError, RangeError for a time that cannot be. */
  constructor(reactor: Reactor, ms: number) {
    checkValue("handlerTimeoutMs", ms, limitRules.handlerTimeoutMs);
    this.#reactor = reactor;
    this.#ms = ms;
    this.#next = new Deadline(reactor, () => this.#expire());
  }

  /** Never fails: an error becomes the answer that it stands for, and a late answer a 503 that says close. */
  ask(endpoint: Endpoint, c: AppContext): Response | Promise<Response> {
    const answer = getResponse(endpoint, c);
    return answer instanceof Response ? answer : this.#await(c, answer);
  }

  /** Takes the timer back: the server has ended. */
  dispose(): void {
    this.#next.dispose();
  }

  /** `answer` comes from `getResponse` and never rejects. */
  #await(c: AppContext, answer: Promise<Response>): Promise<Response> {
    const waiting = new Waiting(c, this.#reactor.now + this.#ms);
    const inTime = new Promise<Response>((resolve) => {
      waiting.resolve = resolve;
    });
    answer.then((response) => this.#settle(waiting, response));
    this.#append(waiting);
    if (!this.#next.isSet) this.#next.set(this.#ms);
    return inTime;
  }

  #settle(waiting: Waiting, response: Response): void {
    if (waiting.isListed) {
      this.#remove(waiting);
      waiting.resolve(response);
    }
    // The client has its 503: a file or a query behind a late stream is let go of.
    else response.discard();
  }

  #append(waiting: Waiting): void {
    waiting.previous = this.#newest;
    if (this.#newest === null) this.#oldest = waiting;
    else this.#newest.next = waiting;
    this.#newest = waiting;
  }

  #remove(waiting: Waiting): void {
    const { previous, next } = waiting;
    if (previous === null) this.#oldest = next;
    else previous.next = next;
    if (next === null) this.#newest = previous;
    else next.previous = previous;
    waiting.isListed = false;
  }

  /** Answers all that are due, and waits for the next one. */
  #expire(): void {
    this.#next.clear();
    for (let oldest = this.#oldest; oldest !== null; oldest = this.#oldest) {
      const leftMs = oldest.dueAt - this.#reactor.now;
      if (leftMs > 0) {
        this.#next.set(leftMs);
        return;
      }
      this.#remove(oldest);
      oldest.resolve(this.#tooLate(oldest.c));
    }
  }

  #tooLate(c: AppContext): Response {
    const error = new HttpError(503, `the handler took longer than ${this.#ms} ms`, {
      code: "HANDLER_TIMEOUT",
      // What the handler still reads of this connection must not be the next request.
      headers: { connection: "close" },
    });
    // First the signal: a listener of it may still set a field on the context.
    c.req.abort(error);
    return errorAnswer(error, c);
  }
}
