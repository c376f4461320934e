/**
 * A counting semaphore, first come, first served. TcpServer acquires a permit before it accepts, so the
 * number of permits is the number of connections served at a time (MR1). It never blocks a thread:
 * waiting is a promise.
 */

/**
 * The right to serve one connection. Made by Semaphore, held by TcpServer from before the accept until the handler
 * has ended, and given back in a `finally`, so that no error can leak it (MR5).
 */
export class Permit {
  /** The semaphore's function, until the permit has come back. */
  #giveBack: (() => void) | null;

  constructor(giveBack: () => void) {
    this.#giveBack = giveBack;
  }

  /** Gives the permit back; a second call does nothing, so a permit cannot be counted twice. */
  release(): void {
    const giveBack = this.#giveBack;
    this.#giveBack = null;
    giveBack?.();
  }
}

export class Semaphore {
  /** Permits that are free. It falls with each grant, and rises with each one that comes back. */
  #available: number;
  /** From `close` on no permit is granted; those that are out stay valid. */
  #closed = false;
  /** Calls of `acquire` that wait, first come, first served. */
  readonly #waiting: ((permit: Permit | null) => void)[] = [];
  /** One function for all permits. */
  readonly #giveBack = () => {
    this.#available += 1;
    // Straight to the one that has waited longest: nothing that comes meanwhile can overtake it.
    const next = this.#waiting.shift();
    if (next) next(this.#grant());
  };

  /** Errors: RangeError when `size` is not a whole number of at least 1. */
  constructor(size: number) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`a semaphore needs a whole number of permits of at least 1, not ${size}`);
    }
    this.#available = size;
  }

  /** Permits that are free. */
  get available(): number {
    return this.#available;
  }

  /** A permit, or null once the semaphore is closed: closing is a normal outcome, not an error. */
  acquire(): Promise<Permit | null> {
    if (this.#closed) return Promise.resolve(null);
    if (this.#available > 0) return Promise.resolve(this.#grant());
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Sends everyone who waits away with null. Permits that are out stay valid and come back. */
  close(): void {
    this.#closed = true;
    for (const resolve of this.#waiting.splice(0)) resolve(null);
  }

  /** The caller has seen that one is free. */
  #grant(): Permit {
    this.#available -= 1;
    return new Permit(this.#giveBack);
  }
}
