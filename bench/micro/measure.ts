/** Nanoseconds for one call, two pieces of code in turn, round by round: what disturbs one disturbs both. */

import { median } from "../http/report.ts";

export interface Measured {
  readonly fastNs: number;
  readonly naiveNs: number;
  /** How many times longer the naive one takes: median of the rounds, and the least and the most of them. */
  readonly ratio: number;
  readonly ratios: readonly [least: number, most: number];
}

/** What came out of the last call. Kept, so that the calls have an effect. */
export let sink: unknown;

/** Calls `work` for about `ms` and says what one call took. */
export function nsPerCall(work: () => unknown, ms: number): number {
  let calls = 0;
  const begun = performance.now();
  let elapsed = 0;
  // The clock is asked now and then only: it costs as much as some of what we measure.
  for (let batch = 16; elapsed < ms; batch = Math.min(2 * batch, 4096)) {
    for (let n = 0; n < batch; n++) sink = work();
    calls += batch;
    elapsed = performance.now() - begun;
  }
  return (elapsed * 1e6) / calls;
}

export function measure(
  fast: () => unknown,
  naive: () => unknown,
  options: { readonly rounds: number; readonly slotMs: number },
): Measured {
  // Round 0 only warms up.
  const rounds = Array.from({ length: options.rounds + 1 }, () => {
    const fastNs = nsPerCall(fast, options.slotMs);
    const naiveNs = nsPerCall(naive, options.slotMs);
    return { fastNs, naiveNs, ratio: naiveNs / fastNs };
  }).slice(1);
  const ratios = rounds.map(({ ratio }) => ratio);
  return {
    fastNs: median(rounds.map(({ fastNs }) => fastNs)),
    naiveNs: median(rounds.map(({ naiveNs }) => naiveNs)),
    ratio: median(ratios),
    ratios: [Math.min(...ratios), Math.max(...ratios)],
  };
}
