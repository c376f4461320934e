/**
 * Checker: checks of the lesson under way, one at a time: a new one ends the one before. Made by the watch, which is told
 * of what comes first as soon as it is known, and then of all.
 */

import { Spares } from "../test/spares.ts";
import { type Check, check } from "./check.ts";
import { checkOutcome } from "./look.ts";
import type { Session } from "./session.ts";

const DRAW_MS = 250;

export class Checker {
  /** The newest result; null before the first, and for a lesson that has just begun. */
  last: Check | null = null;
  /** What was in the folder when the newest check began. */
  mark = "";
  /** Tests of the check under way that have passed so far. */
  passed = 0;
  /** When the last of these was told: a screen that is drawn more often flickers. */
  #told = 0;
  /** The check under way. */
  #running: AbortController | null = null;
  /** Made while nothing is checked: the next save need not wait for them. */
  readonly #spares: Spares;
  readonly #session: Session;
  readonly #onNews: () => void;
  readonly #onError: (error: unknown) => void;

  constructor(session: Session, onNews: () => void, onError: (error: unknown) => void) {
    this.#session = session;
    this.#spares = new Spares(session.args.root);
    this.#onNews = onNews;
    this.#onError = onError;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  begin(): void {
    this.stop();
    const own = new AbortController();
    this.#running = own;
    this.passed = 0;
    this.mark = this.#session.desk.work.mark();
    this.#run(own.signal).catch((error: unknown) => {
      if (!own.signal.aborted) this.#onError(error);
    });
    this.#onNews();
  }

  /** What it would have found is told no one any more. */
  stop(): void {
    this.#running?.abort();
    this.#running = null;
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#session.desk.refresh();
    const onEarly = (early: Check) => {
      if (!signal.aborted) this.#tell(early);
    };
    const onProgress = (passed: number) => {
      if (!signal.aborted) this.#count(passed);
    };
    const { lesson } = this.#session.underWay;
    const first = this.last?.lesson === lesson ? failedFiles(this.last) : [];
    const spares = this.#spares;
    const result = await check(this.#session, lesson, { signal, onEarly, onProgress, first, spares });
    if (signal.aborted) return;
    this.#running = null;
    spares.fill();
    checkOutcome(this.#session, result);
    this.#tell(result);
  }

  #count(passed: number): void {
    this.passed = passed;
    if (performance.now() - this.#told < DRAW_MS) return;
    this.#told = performance.now();
    this.#onNews();
  }

  #tell(result: Check): void {
    this.last = result;
    this.#onNews();
  }
}

/** What the learner is most likely at work on: whether it is green now is asked first. */
function failedFiles({ report }: Check): string[] {
  return report.files
    .filter(({ tests }) => tests.some(({ status }) => status === "failed"))
    .map(({ file }) => file);
}
