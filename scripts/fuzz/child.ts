/** Where the fuzz runs: in a process of its own, so that one that loops for ever can be told by its silence. */

import { FuzzFailure, fuzz } from "../../tests/support/fuzz.ts";

export interface FuzzTask {
  readonly what: "requests" | "programs";
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
const { what, seed, runs, seconds } = JSON.parse(process.argv[2] ?? "") as FuzzTask;
const begun = performance.now();
const options = {
  seed,
  runs,
  onProgress: (done: number) => tell({ kind: "progress", done }),
  isLate: () => performance.now() - begun > 1000 * seconds,
};

/** Loaded only when it is asked for: earlier days have no router to build programs with. */
async function programs(): Promise<void> {
  const { fuzzPrograms } = await import("../../tests/support/program-fuzz.ts");
  tell({ kind: "report", runs: await fuzzPrograms(options), statuses: [] });
}

async function requests(): Promise<void> {
  const report = await fuzz(options);
  tell({ kind: "report", runs: report.runs, statuses: [...report.statuses] });
}

try {
  await (what === "programs" ? programs() : requests());
} catch (error) {
  const { name, message, stack } = error as Error;
  const isFound = error instanceof FuzzFailure || name === "ProgramFailure";
  tell({ kind: "failure", message: isFound ? message : (stack ?? message) });
}
