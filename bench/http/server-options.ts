/** The options of a bench that asks several servers with several workloads: `bench -- app` and `bench -- site`. */

import { parseArgs } from "node:util";
import { known, wholeNumbers } from "../known.ts";
import type { Peer } from "./peers.ts";

/** `usual`: the workloads where none is named. Errors: with a sentence for the caller. */
export function readServerOptions(
  words: readonly string[],
  peers: readonly Peer[],
  workloads: readonly string[],
  usual: readonly string[],
) {
  const names = peers.map(({ name }) => name);
  const { values } = parseArgs({
    args: [...words],
    options: {
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "3" },
      only: { type: "string", default: names.join() },
      workload: { type: "string", default: usual.join() },
      json: { type: "boolean", default: false },
    },
  });
  const [rounds = 0, seconds = 0] = wholeNumbers([values.rounds, values.seconds]);
  return {
    ...{ rounds, seconds, only: known("server", values.only, names), json: values.json },
    workloads: known("workload", values.workload, workloads),
  };
}
