/**
 * Those who want to hear of the end of one connection: when the socket is gone, or already when the peer has ended
 * its side. Made by Conn when the first of them asks; most connections never have any. Each is told once.
 */

import { callAll } from "../sync/unheard.ts";

type Listener = () => void;

export class EndListeners {
  /** For when the socket is gone. A set each, made for the first listener, dropped when they have been told. */
  #close: Set<Listener> | null = null;
  /** For when the peer has ended its side, too. */
  #end: Set<Listener> | null = null;
  /** Hears what they throw. */
  readonly #report: (error: unknown) => void;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** Calls `listener` right now if it `isOver`. Returns an unsubscribe function. Errors: what it throws now. */
  onClose(listener: Listener, isOver: boolean): () => void {
    this.#close ??= new Set();
    if (isOver) listener();
    else this.#close.add(listener);
    return () => void this.#close?.delete(listener);
  }

  /** As `onClose`. */
  onEnd(listener: Listener, isOver: boolean): () => void {
    this.#end ??= new Set();
    if (isOver) listener();
    else this.#end.add(listener);
    return () => void this.#end?.delete(listener);
  }

  /** The peer has ended its side. */
  tellEnd(): void {
    callAll(this.#end, this.#report);
    this.#end = null;
  }

  /** The socket is gone: the last word of the connection. */
  tellClose(): void {
    this.tellEnd();
    callAll(this.#close, this.#report);
    this.#close = null;
  }
}
