/**
 * Counts tasks that run and tells when the last one has ended: how a server knows that it has drained.
 * After tokio-util's TaskTracker. It never cancels a task, and it does not look at their results.
 */

import { callGuarded, tellUnheard } from "./unheard.ts";

export class TaskTracker {
  #running = 0;
  #idle: (() => void)[] = [];
  readonly #ended = () => {
    this.#running -= 1;
    if (this.#running > 0) return;
    for (const callback of this.#idle.splice(0)) callGuarded(callback, tellUnheard);
  };

  /** Tasks that have not ended. */
  get running(): number {
    return this.#running;
  }

  /** Counts `task` until it settles. The task handles its own errors; one that it does not is the caller's. */
  track(task: Promise<void>): void {
    this.#running += 1;
    task.then(this.#ended, this.#ended);
  }

  /**
   * Calls `callback` once when no task runs; right now if none does. Returns an unsubscribe function.
   * Errors: what `callback` throws right now; later, it is told on stderr, and the others are called all the same.
   */
  onIdle(callback: () => void): () => void {
    if (this.#running === 0) {
      callback();
      return () => {};
    }
    this.#idle.push(callback);
    return () => {
      this.#idle = this.#idle.filter((entry) => entry !== callback);
    };
  }
}
