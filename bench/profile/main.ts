/**
 * `npm run bench -- profile`: where the time of a request goes. Puts load on ray under Node's sampling
 * profiler and draws what it saw. Options: --workload small, --seconds 4, --out cpu-profile.svg,
 * --folded FILE for the same as text, which the site draws. Exit codes: 0 done, 2 wrong words, 3 something is missing.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readCount } from "../../scripts/shared/numbers.ts";
import { build } from "../build.ts";
import { load } from "../http/load.ts";
import { ray } from "../http/peers.ts";
import { aligned } from "../http/report.ts";
import { startServer } from "../http/server-process.ts";
import { type Workload, workloads } from "../http/workloads.ts";
import { describeMachine, onPath } from "../machine.ts";
import { type CpuProfile, callTree, layerTimes, selfTimes } from "./call-tree.ts";
import { flameSvg } from "./flame-svg.ts";
import { folded } from "./folded.ts";

/** Samples this far apart, in microseconds, disturb the server by less than it varies by itself. */
const INTERVAL = 200;
/** A profile is written when the process ends by itself. */
const END_ON_SIGTERM = 'data:text/javascript,process.once("SIGTERM",()=>process.exit(0))';

/** Errors: with a sentence for the caller. */
function readOptions(words: readonly string[]) {
  const { values } = parseArgs({
    args: [...words],
    options: {
      workload: { type: "string", default: "small" },
      seconds: { type: "string", default: "4" },
      out: { type: "string", default: "cpu-profile.svg" },
      folded: { type: "string" },
    },
  });
  const workload = workloads.find((one) => one.name === values.workload);
  const names = workloads.map((one) => one.name).join(", ");
  if (workload === undefined) throw new Error(`no workload is called ${values.workload}; there are ${names}`);
  const seconds = readCount(values.seconds, 1, 3_600);
  if (seconds === null)
    throw new Error(`--seconds is a whole number above 0, at most 3600, not "${values.seconds}"`);
  return { workload, seconds, out: values.out, folded: values.folded };
}

/** Answers the exit code. Errors: the server failed. */
export async function benchProfile(words: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(words);
  } catch (error) {
    console.error(`${(error as Error).message.split("\n")[0]}; see the head of bench/profile/main.ts`);
    return 2;
  }
  if (!onPath("wrk") || !build()) {
    console.error("wrk must be installed, and day5/src must compile");
    return 3;
  }
  const tree = callTree(await record(options.workload, options.seconds), options.seconds * 1e6);
  writeFileSync(options.out, flameSvg(tree, `${options.workload.title}: ${describeMachine()}`));
  if (options.folded !== undefined) {
    const what = `${options.workload.title}, Node ${process.versions.node}`;
    writeFileSync(options.folded, folded(tree, what));
  }
  const share = (time: number) => `${((100 * time) / tree.total).toFixed(1)} %`;
  const layers = layerTimes(tree).map(([layer, time]) => [layer, share(time)]);
  const functions = selfTimes(tree).slice(0, 20);
  console.log(`${aligned(["layer", "share"], layers).join("\n")}\n`);
  console.log(
    aligned(
      ["function", "share"],
      functions.map(([{ name }, time]) => [name, share(time)]),
    ).join("\n"),
  );
  console.log(`\ndrawn in ${options.out}`);
  return 0;
}

/** Runs ray with the profiler on, under load. */
async function record(workload: Workload, seconds: number): Promise<CpuProfile> {
  const folder = mkdtempSync(join(tmpdir(), "ray-profile-"));
  try {
    const flags = ["--cpu-prof", `--cpu-prof-interval=${INTERVAL}`, `--cpu-prof-dir=${folder}`];
    const [node = "", ...rest] = ray.command(0);
    const command = [node, ...flags, "--import", END_ON_SIGTERM, ...rest];
    const server = await startServer({ ...ray, command: () => command });
    await load(server, workload, seconds);
    await server.stop("SIGTERM");
    const file = readdirSync(folder).find((name) => name.endsWith(".cpuprofile"));
    if (file === undefined) throw new Error("the server wrote no profile");
    return JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
