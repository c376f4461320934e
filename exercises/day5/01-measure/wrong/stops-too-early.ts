/**
 * Misunderstanding: an answer is over when the handler has returned it. A stream has only begun then.
 * Killed by: "a stream counts to its last piece"
 */

import type { HookSet } from "../../../../day5/src/index.ts";

export interface Metrics {
  readonly hook: HookSet;
  /** The lines, sorted, each with a line feed. */
  text(): string;
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export function metrics(now: () => number = () => performance.now()): Metrics {
  /** By line, up to its value. Bounded: eight methods, six classes. */
  const values = new Map<string, number>();
  const add = (name: string, labels: string, value: number) => {
    const line = `${name}{${labels}}`;
    values.set(line, (values.get(line) ?? 0) + value);
  };
  const hook: HookSet = {
    around: async (c, next) => {
      const begun = now();
      const method = METHODS.has(c.method) ? c.method : "OTHER";
      const told = (status: number) => {
        const labels = `method="${method}",status="${Math.floor(status / 100)}xx"`;
        add("http_requests_total", labels, 1);
        add("http_requests_ms", labels, now() - begun);
      };
      try {
        const response = await next();
        told(response.status);
        return response;
      } catch (error) {
        told((error as { status?: number }).status ?? 500);
        throw error;
      }
    },
  };
  const text = () =>
    [...values]
      .map(([line, value]) => `${line} ${Number(value.toFixed(1))}\n`)
      .sort()
      .join("");
  return { hook, text };
}
