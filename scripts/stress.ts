/**
 * `npm run stress`: what one would try before trusting a server. Loopback only, and two minutes at most.
 * The one place that prints and that sets the exit code; the work is in scripts/stress/.
 */

import { parseArgs } from "node:util";
import { bearClosedPipe } from "./shared/closed-pipe.ts";
import { painter } from "./shared/paint.ts";
import { Failure, NotHere, type Trial } from "./stress/trial.ts";
import { descriptors } from "./stress/trials/descriptors.ts";
import { dropped } from "./stress/trials/dropped.ts";
import { fairness } from "./stress/trials/fairness.ts";
import { floodsOfFrames } from "./stress/trials/floods.ts";
import { handshakes } from "./stress/trials/handshakes.ts";
import { manyIdle } from "./stress/trials/many-idle.ts";
import { neverReads } from "./stress/trials/never-reads.ts";
import { nothingLeft } from "./stress/trials/nothing-left.ts";
import { permits } from "./stress/trials/permits.ts";
import { redis } from "./stress/trials/redis.ts";
import { resets } from "./stress/trials/resets.ts";
import { rolling } from "./stress/trials/rolling.ts";
import { siteTrial } from "./stress/trials/site.ts";
import { slowClients } from "./stress/trials/slow-clients.ts";
import { smallPieces } from "./stress/trials/small-pieces.ts";
import { stopUnderLoad } from "./stress/trials/stop-under-load.ts";
import { endChildrenOnSignal } from "./test/child.ts";

const all = (requests: number): readonly Trial[] => [
  slowClients,
  manyIdle,
  stopUnderLoad,
  neverReads,
  nothingLeft,
  descriptors,
  dropped,
  permits,
  fairness,
  smallPieces,
  resets,
  floodsOfFrames,
  handshakes,
  redis,
  siteTrial,
  rolling(requests),
];
const REQUESTS = 4_000;
/** For all that are not by name only, and for one that is. */
const LIMIT_MS = 120_000;
const LONG_LIMIT_MS = 420_000;

const usage = `npm run stress -- [--only NAME] [--requests COUNT]

${all(REQUESTS)
  .map(({ name, asks }) => `  ${name.padEnd(8)}${asks}`)
  .join("\n")}`;

const paint = painter(process.stdout, process.env);

/** True unless it failed. */
async function attempt(trial: Trial): Promise<"passed" | "failed" | "not run"> {
  console.log(`${trial.name}: ${trial.asks}`);
  const begin = performance.now();
  const seconds = () => `${((performance.now() - begin) / 1000).toFixed(1)} s`;
  try {
    const figures = await trial.run((what) => console.log(paint("dim", `  … ${what} (${seconds()})`)));
    console.log(paint("green", `  ✔ ${figures} (${seconds()})`));
    return "passed";
  } catch (error) {
    if (error instanceof NotHere) {
      console.log(`  – not run: ${error.message}`);
      return "not run";
    }
    const what = error instanceof Failure ? error.message : String((error as Error).stack ?? error);
    console.log(paint("red", `  ✖ ${what} (${seconds()})`));
    return "failed";
  }
}

function chosen(): readonly Trial[] | null {
  const { values } = parseArgs({
    options: { only: { type: "string" }, requests: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) return [];
  const requests = Number(values.requests ?? REQUESTS);
  if (!Number.isInteger(requests) || requests < 1 || requests > 200_000) {
    throw new Error(`--requests needs a whole number from 1 to 200,000, not ${values.requests}`);
  }
  const trials = all(requests);
  if (values.only === undefined) return trials.filter(({ byNameOnly }) => byNameOnly !== true);
  return trials.filter(({ name }) => name === values.only);
}

bearClosedPipe();
endChildrenOnSignal();
let list: readonly Trial[] | null = null;
try {
  list = chosen();
} catch (error) {
  console.error((error as Error).message);
}
if (list === null || list.length === 0) {
  console.log(usage);
  process.exit(process.argv.includes("--help") ? 0 : 2);
}
const limitMs = list.some(({ byNameOnly }) => byNameOnly === true) ? LONG_LIMIT_MS : LIMIT_MS;
setTimeout(() => {
  console.log(paint("red", `not done after ${limitMs / 1000} s: giving up`));
  process.exit(1);
}, limitMs).unref();
const results: string[] = [];
for (const trial of list) results.push(await attempt(trial));
const count = (wanted: string) => results.filter((result) => result === wanted).length;
console.log(`${count("passed")} passed, ${count("failed")} failed, ${count("not run")} not run`);
process.exit(count("failed") === 0 ? 0 : 1);
