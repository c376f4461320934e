/**
 * StillWatch: a time limit that slowness cannot reach. It counts only the time in which a process, and all that it
 * started, does nothing: on a busy machine a program that waits for its turn may take as long as it needs. What
 * computes without end is found by the CPU that it used. Used by `npm test` for each file, and by the tests' helpers.
 */
import { type Life, lifeOf } from "./life.ts";

export interface StillOptions {
  /** Whose doings count. */
  readonly pid: number;
  /** After standing still for so long it is given up. */
  readonly stillMs: number;
  /** After so much CPU without a sign of life it is given up as well (120,000). */
  readonly cpuMs?: number | undefined;
  /** Called once, with a half sentence: "nothing happened for 20 s". */
  readonly onGivenUp: (why: string) => void;
}

/** Where the system does not tell what a process does, silence alone decides: then the limit is generous. */
const BLIND_FACTOR = 4;

export class StillWatch {
  readonly #options: StillOptions;
  readonly #stepMs: number;
  #timer: NodeJS.Timeout;
  #stillMs = 0;
  #looked = performance.now();
  #before: Life | null = null;
  /** CPU time at the last sign of life; null until the first look after it. */
  #cpuBegun: number | null = null;

  constructor(options: StillOptions) {
    this.#options = options;
    this.#stepMs = Math.min(500, Math.max(20, options.stillMs / 6));
    this.#timer = setTimeout(() => this.#look(), this.#stepMs);
  }

  /** A sign of life: all counting begins anew. */
  alive(): void {
    this.#stillMs = 0;
    this.#cpuBegun = null;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    const { pid, stillMs, cpuMs = 120_000, onGivenUp } = this.#options;
    const now = performance.now();
    const passed = now - this.#looked;
    this.#looked = now;
    const life = lifeOf(pid);
    this.#cpuBegun ??= life?.cpuMs ?? 0;
    if (life !== null && this.#moves(life, passed)) this.#stillMs = 0;
    // A look that is late says that we are slow, or that the machine slept: nothing of the process watched.
    else this.#stillMs += Math.min(passed, this.#stepMs * 1.5);
    this.#before = life;
    const limit = life === null ? stillMs * BLIND_FACTOR : stillMs;
    if (this.#stillMs >= limit) onGivenUp(`nothing happened for ${seconds(limit)}`);
    else if (life !== null && life.cpuMs - this.#cpuBegun > cpuMs)
      onGivenUp(`it computed for ${seconds(cpuMs)} without a sign of life`);
    else this.#timer = setTimeout(() => this.#look(), this.#stepMs);
  }

  /** A timer that does nothing much uses a little CPU as well, and the clock of the system has coarse steps. */
  #moves(life: Life, passed: number): boolean {
    const used = this.#before === null ? Number.POSITIVE_INFINITY : life.cpuMs - this.#before.cpuMs;
    return life.isBusy || used > 20 + passed * 0.05;
  }
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}
