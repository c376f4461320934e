/**
 * Misunderstanding: a method is one of seven words. It is whatever the client sends, and each becomes two lines that stay.
 * Killed by: "a method that a client has invented is OTHER"
 */

import type { HookSet } from "../../../../day5/src/index.ts";

export interface Metrics {
  readonly hook: HookSet;
  /** The lines, sorted, each with a line feed. */
  text(): string;
}

export function metrics(now: () => number = () => performance.now()): Metrics {
  /** By line, up to its value. Bounded: eight methods, six classes. */
  const values = new Map<string, number>();
  const add = (name: string, labels: string, value: number) => {
    const line = `${name}{${labels}}`;
    values.set(line, (values.get(line) ?? 0) + value);
  };
  const hook: HookSet = {
    onRequest(c) {
      const begun = now();
      const method = c.method;
      c.req.onAnswered(({ status }) => {
        const kind = status === 0 ? "none" : `${Math.floor(status / 100)}xx`;
        const labels = `method="${method}",status="${kind}"`;
        add("http_requests_total", labels, 1);
        add("http_requests_ms", labels, now() - begun);
      });
    },
  };
  const text = () =>
    [...values]
      .map(([line, value]) => `${line} ${Number(value.toFixed(1))}\n`)
      .sort()
      .join("");
  return { hook, text };
}
