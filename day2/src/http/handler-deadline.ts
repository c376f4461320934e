/**
 * How long handlers may take. All have the same time, so they are due in the order in which they began: one
 * Set and one deadline serve them all, and a request costs no timer. Made by the server, once; asked only
 * for handlers that work on. A handler cannot be stopped: it is told by its signal, and no longer waited for.
 */

import type { Reactor } from "../event-loop/reactor.ts";
import type { Logger } from "../log/logger.ts";
import { Deadline } from "../net/deadline.ts";
import { errorResponse } from "./error-response.ts";
import { HttpError } from "./http-error.ts";
import type { Request } from "./request.ts";
import type { Response } from "./response.ts";

/** A request whose answer is awaited. Lives from `watch` to the answer, or to its deadline. */
interface Waiting {
  readonly dueAt: number;
  readonly giveUp: () => void;
}

export class HandlerDeadline {
  readonly #reactor: Reactor;
  readonly #ms: number;
  readonly #log: Logger;
  /** In the order of their beginning, which is that of their deadlines. */
  readonly #waiting = new Set<Waiting>();
  /** That of the oldest, or of an older one that has been answered meanwhile. */
  readonly #next: Deadline;

  constructor(reactor: Reactor, ms: number, log: Logger) {
    this.#reactor = reactor;
    this.#ms = ms;
    this.#log = log;
    this.#next = new Deadline(reactor, () => this.#expire());
  }

  /** `answer`, or a 503 that closes the connection when it comes too late. `answer` must not reject. */
  watch(request: Request, answer: Promise<Response>): Promise<Response> {
    return new Promise((resolve) => {
      const giveUp = () => resolve(this.#tooLate(request));
      const waiting = { dueAt: this.#reactor.now + this.#ms, giveUp };
      this.#waiting.add(waiting);
      if (!this.#next.isSet) this.#next.set(this.#ms);
      answer.then((response) => {
        if (this.#waiting.delete(waiting)) resolve(response);
        else letGo(response);
      });
    });
  }

  /** Takes the timer back: the server has ended. */
  dispose(): void {
    this.#next.dispose();
  }

  #expire(): void {
    this.#next.clear();
    for (const waiting of this.#waiting) {
      const leftMs = waiting.dueAt - this.#reactor.now;
      if (leftMs > 0) {
        this.#next.set(leftMs);
        return;
      }
      this.#waiting.delete(waiting);
      waiting.giveUp();
    }
  }

  #tooLate(request: Request): Response {
    const { method, path } = request;
    const error = new HttpError(503, `the handler took longer than ${this.#ms} ms`, {
      code: "HANDLER_TIMEOUT",
      // What the handler still reads of this connection must not be the next request.
      headers: { connection: "close" },
    });
    request.abort(error);
    return errorResponse(error, { log: this.#log, method, path });
  }
}

/** Nobody will read it: a file or a query behind it must be let go. */
function letGo({ body }: Response): void {
  if (typeof body !== "object" || body === null || !(Symbol.asyncIterator in body)) return;
  body[Symbol.asyncIterator]()
    .return?.()
    .catch(() => {});
}
