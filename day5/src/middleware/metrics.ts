/**
 * Counts requests, and tells them in the text form that Prometheus reads:
 *
 *     const counted = metrics();
 *     router.hooks(counted.hook).get("/metrics", counted.page);
 *
 * It tells what went out, also where a deadline answered. It keeps a few numbers for each method and status, never a
 * path: paths are the clients' to choose. Who may read the page, a guard in front of it decides.
 */

import type { AppContext, Handler, HookSet } from "../index.ts";

export interface MetricsOptions {
  /** Begins the name of each metric. Default "http". */
  readonly prefix?: string;
  /** Upper bounds of the buckets, in seconds. Default: 5 ms to 10 s, as Prometheus' own clients have them. */
  readonly buckets?: readonly number[];
}

export interface Metrics {
  /** Outermost, it counts all that comes. */
  readonly hook: HookSet;
  /** What Prometheus asks for: all numbers since the start, as text. It reads and never resets them. */
  readonly page: Handler;
}

/** Others are counted as one: a client may send any word as a method. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Seconds. Each adds one line for each method to the page. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** The version of the text form, as Prometheus names it. */
const TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** All answers with one method and status. As many as there are of both; made with the first of them. */
interface Series {
  count: number;
  /** Of bodies, as they went out: without heads, and behind a compression. */
  bytes: number;
  /** Those that did not go out whole; they are in `count` too. */
  brokenOff: number;
}

/** The durations of one method. */
interface Histogram {
  /** How many took no longer than the bound of the same index, and longer than the one before. */
  readonly counts: number[];
  count: number;
  /** The sum of all durations; by `count`, it is their mean. */
  seconds: number;
}

/** Errors: TypeError for a prefix that no metric may have, or buckets that do not rise. */
export function metrics(options: MetricsOptions = {}): Metrics {
  const { prefix = "http", buckets = BUCKETS } = options;
  if (!/^[a-z_]\w*$/i.test(prefix))
    throw new TypeError(`metrics: "${prefix}" cannot begin the name of a metric`);
  if (buckets.some((bound, i) => !(bound > (buckets[i - 1] ?? 0))))
    throw new TypeError("metrics: buckets must be seconds above 0, each larger than the one before");
  const counts = new Counts(prefix, buckets);
  return {
    hook: { onRequest: (c) => counts.begin(c) },
    page: (c) => c.header("content-type", TYPE).header("cache-control", "no-store").string(counts.text()),
  };
}

/** Made by `metrics`, and as long-lived as the program. */
class Counts {
  /** Checked by `metrics`: it stands in front of each name without a look. */
  readonly #prefix: string;
  /** In rising order, so the first that fits is the one. */
  readonly #buckets: readonly number[];
  /** By `method="GET",status="200"`. */
  readonly #series = new Map<string, Series>();
  /** By `method="GET"`. */
  readonly #durations = new Map<string, Histogram>();
  /** From the head of a request to the end of its answer. Goes down exactly once for each, however it ends. */
  #inFlight = 0;

  constructor(prefix: string, buckets: readonly number[]) {
    this.#prefix = prefix;
    this.#buckets = buckets;
  }

  /** A request has come. */
  begin({ method, req }: AppContext): void {
    const from = performance.now();
    const name = METHODS.has(method) ? method : "other";
    this.#inFlight += 1;
    req.onAnswered(({ status, bytes, complete }) => {
      this.#inFlight -= 1;
      const series = getOrAdd(this.#series, `method="${name}",status="${status}"`, () => ({
        count: 0,
        bytes: 0,
        brokenOff: 0,
      }));
      series.count += 1;
      series.bytes += bytes;
      if (!complete) series.brokenOff += 1;
      this.#time(name, (performance.now() - from) / 1000);
    });
  }

  /** The page: a line for each number, and what it means above. Ends with a line feed. */
  text(): string {
    const series = [...this.#series];
    const lines = (of: (one: Series) => number) =>
      series.map(([labels, one]) => [`{${labels}}`, of(one)] as const);
    return [
      this.#metric(
        "requests_total",
        "counter",
        "Requests that were answered.",
        lines(({ count }) => count),
      ),
      this.#metric(
        "broken_off_total",
        "counter",
        "Answers that broke off.",
        lines(({ brokenOff }) => brokenOff),
      ),
      this.#metric(
        "response_bytes_total",
        "counter",
        "Bytes of bodies.",
        lines(({ bytes }) => bytes),
      ),
      this.#metric("requests_in_flight", "gauge", "Requests that are at work.", [["", this.#inFlight]]),
      this.#metric(
        "request_duration_seconds",
        "histogram",
        "From the head to the end of the answer.",
        this.#times(),
      ),
    ].join("");
  }

  /** Puts one duration into its bucket; one above all bounds is in `count` alone. */
  #time(method: string, seconds: number): void {
    const histogram = getOrAdd(this.#durations, `method="${method}"`, () => ({
      counts: this.#buckets.map(() => 0),
      count: 0,
      seconds: 0,
    }));
    histogram.count += 1;
    histogram.seconds += seconds;
    const bucket = this.#buckets.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1;
  }

  /** Each bucket counts those of the smaller ones, too. */
  #times(): (readonly [string, number])[] {
    return [...this.#durations].flatMap(([labels, { counts, count, seconds }]) => {
      let sum = 0;
      const buckets = this.#buckets.map((bound, i) => {
        sum += counts[i] ?? 0;
        return [`_bucket{${labels},le="${bound}"}`, sum] as const;
      });
      const all = [`_bucket{${labels},le="+Inf"}`, count] as const;
      return [...buckets, all, [`_sum{${labels}}`, seconds] as const, [`_count{${labels}}`, count] as const];
    });
  }

  /**
   * One metric behind its two lines of explanation. What stands between its name and a value comes ready: the end of
   * the name, labels in their braces, or nothing.
   */
  #metric(name: string, type: string, help: string, values: readonly (readonly [string, number])[]): string {
    const full = `${this.#prefix}_${name}`;
    const lines = values.map(([labels, value]) => `${full}${labels} ${value}\n`);
    return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join("")}`;
  }
}

/** What is kept under `name`, made by the first who asks. */
function getOrAdd<Value>(map: Map<string, Value>, name: string, make: () => Value): Value {
  const value = map.get(name) ?? make();
  map.set(name, value);
  return value;
}
