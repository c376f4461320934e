/**
 * The first process of several: it starts workers, which run the same program and share the address (node:cluster), and
 * serves nothing itself. A worker that ends unasked is replaced, later each time; a stop is passed on to all; what they
 * tell of it is added up.
 */

import type { Worker } from "node:cluster";
import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Logger } from "../log/logger.ts";
import { Backoff } from "../net/backoff.ts";
import { TICKET_KEY_BYTES } from "../net/tls/contexts.ts";
import { LAST_MS } from "./stop-times.ts";
import { MARK, nodeCluster, type Order, type Report } from "./worker.ts";

/** The first wait before a worker is replaced; it doubles from one to the next … */
const FIRST_WAIT_MS = 100;
/** … and begins anew when the replaced one has lived so long. */
const HEALTHY_MS = 60_000;

/** As the option says it. */
export function workerCount(workers: number | "auto"): number {
  return workers === "auto" ? availableParallelism() : workers;
}

/** One for the program: made by `run`, which waits for its end. */
export class Workers {
  /** How many shall live, from the moment when the first of them listens. */
  readonly #count: number;
  /** Of the first process; the workers log by themselves. */
  readonly #log: Logger;
  /** How long a stop of one worker may take; a second later it is killed. */
  readonly #deadlineMs: number;
  /**
   * Handed to each worker that asks, also to one that takes the place of another: it knows the tickets of before. Made
   * with this object and never written down, so that a restart forgets them.
   */
  readonly #ticketKeys = randomBytes(TICKET_KEY_BYTES);
  /**
   * Those that have not ended, from their start on. Each is taken out by its "exit" event, which comes once, however
   * it ends.
   */
  readonly #live = new Set<Worker>();
  /** Waits of those that are to be replaced. Emptied by a stop: what waits then is never started. */
  readonly #pending = new Set<NodeJS.Timeout>();
  /** How long the next one waits. */
  #backoff = new Backoff(FIRST_WAIT_MS);
  /** The first has said where it listens: before that an end is a start that has failed, and is not tried again. */
  #isListening = false;
  /** The signal of the stop, from then on to the end; null: the workers are to live. */
  #stopping: NodeJS.Signals | null = null;
  /** What the workers have told of their stops, added up. */
  #finished = 0;
  #forced = 0;
  /** The exit code of the program: that of the worst. */
  #code = 0;
  /** Resolves what `run` has returned. May be called again, which does nothing. */
  #end: (code: number) => void = () => {};

  constructor(count: number, log: Logger, deadlineMs: number) {
    this.#count = count;
    this.#log = log;
    this.#deadlineMs = deadlineMs;
  }

  /** Resolves with the exit code when the last worker has ended, and none is to be replaced. */
  run(): Promise<number> {
    return new Promise((resolve) => {
      this.#end = resolve;
      // One at first: an address that cannot be had is told once, and not by each of them.
      this.#start();
    });
  }

  /** Each drains, within the deadline, as a single process would. */
  stop(signal: NodeJS.Signals): void {
    this.#stopping = signal;
    this.#log.info({ signal, workers: this.#live.size }, "draining all workers");
    for (const wait of this.#pending) clearTimeout(wait);
    this.#pending.clear();
    this.#tell({ ray: "stop", signal });
    const late = setTimeout(() => this.kill(), this.#deadlineMs + 2 * LAST_MS);
    late.unref();
    this.#endIfOver();
  }

  /** The certificates, by each of them. */
  reload(): void {
    this.#tell({ ray: "reload" });
  }

  /** At once, without a word. */
  kill(): void {
    for (const worker of this.#live) worker.process.kill("SIGKILL");
  }

  /** To all that can hear. One that was starting at a stop is told once more by `#hear`. */
  #tell(order: Order): void {
    for (const worker of this.#live) if (worker.isConnected()) worker.send(order);
  }

  /** Starts one more process, which runs the same program from its beginning. */
  #start(): void {
    const worker = nodeCluster().fork({ [MARK]: "1" });
    const since = performance.now();
    this.#live.add(worker);
    worker.on("message", (report: Report) => this.#hear(worker, report));
    // What it fails with, its end says too.
    worker.on("error", () => {});
    worker.on("exit", (code, signal) => {
      this.#live.delete(worker);
      if (performance.now() - since > HEALTHY_MS) this.#backoff = new Backoff(FIRST_WAIT_MS);
      this.#ended({ pid: worker.process.pid, code, signal });
    });
    this.#log.info({ pid: worker.process.pid }, "worker started");
  }

  /** What a worker says. Messages of the program's own pass by here too, and mean nothing. */
  #hear(worker: Worker, report: Report): void {
    if (report?.ray === "stopped") {
      this.#finished += report.finished;
      this.#forced += report.forced;
    }
    if (report?.ray === "wantsTicketKeys" && worker.isConnected())
      worker.send({ ray: "ticketKeys", keys: this.#ticketKeys.toString("base64") } satisfies Order);
    if (report?.ray !== "listening") return;
    // The signal came while this one started, perhaps before it could hear anything.
    if (this.#stopping !== null) worker.send({ ray: "stop", signal: this.#stopping } satisfies Order);
    else if (!this.#isListening) this.#startOthers(report.urls);
  }

  /** The first is up: so will the others be. */
  #startOthers(urls: readonly string[]): void {
    this.#isListening = true;
    for (let count = this.#live.size; count < this.#count; count += 1) this.#start();
    for (const url of urls) console.log(`listening on ${url}`);
  }

  /**
   * One has ended: counted where that was wanted, replaced where it was not. One that keeps ending is given up, and
   * with it the whole.
   */
  #ended(how: { pid: number | undefined; code: number | null; signal: string | null }): void {
    if (this.#stopping !== null || !this.#isListening) {
      this.#code = Math.max(this.#code, how.code ?? 1);
      this.#endIfOver();
      return;
    }
    const retryInMs = this.#backoff.next();
    if (retryInMs === null) {
      this.#log.error(how, "workers keep ending; giving up");
      this.#code = 1;
      this.stop("SIGTERM");
      return;
    }
    this.#log.warn({ ...how, retryInMs }, "worker ended unasked; it is replaced");
    const wait = setTimeout(() => {
      this.#pending.delete(wait);
      this.#start();
    }, retryInMs);
    this.#pending.add(wait);
  }

  /** Tells how it went when the last has ended, and lets `run` resolve. */
  #endIfOver(): void {
    if (this.#live.size > 0) return;
    const told = { finished: this.#finished, forced: this.#forced };
    if (this.#isListening) {
      if (this.#code > 0)
        this.#log.warn({ ...told, code: this.#code }, "all workers have ended; not all in order");
      else this.#log.info(told, "all workers have ended");
    }
    this.#end(this.#code);
  }
}
