/** Where the fuzz runs: in a process of its own, so that one that loops for ever can be told by its silence. */

import { FuzzFailure, fuzz } from "../../tests/support/fuzz.ts";

export interface FuzzTask {
  readonly seed: number;
  readonly runs: number;
  readonly seconds: number;
}

export type FuzzNews =
  | { readonly kind: "progress"; readonly done: number }
  | {
      readonly kind: "report";
      readonly runs: number;
      readonly statuses: readonly (readonly [status: number, count: number])[];
    }
  | { readonly kind: "failure"; readonly message: string };

const tell = (news: FuzzNews) => process.send?.(news);
const { seed, runs, seconds } = JSON.parse(process.argv[2] ?? "") as FuzzTask;
const begun = performance.now();

try {
  const report = await fuzz({
    seed,
    runs,
    onProgress: (done) => tell({ kind: "progress", done }),
    isLate: () => performance.now() - begun > 1000 * seconds,
  });
  tell({ kind: "report", runs: report.runs, statuses: [...report.statuses] });
} catch (error) {
  const { message, stack } = error as Error;
  tell({ kind: "failure", message: error instanceof FuzzFailure ? message : (stack ?? message) });
}
