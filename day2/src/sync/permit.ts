/**
 * The right to serve one connection. Made by Semaphore, held by TcpServer from before the accept until
 * the handler has ended, and given back in a `finally`, so that no error can leak it (MR5).
 */

export class Permit {
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
