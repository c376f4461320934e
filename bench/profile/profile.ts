/**
 * `npm run bench -- profile`: where the time of a request goes. Puts load on ray under Node's sampling
 * profiler and draws what it saw. Options: --workload small, --seconds 4, --out FILE.svg.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { load } from "../http/load.ts";
import { ray } from "../http/peers.ts";
import { aligned } from "../http/report.ts";
import { startServer } from "../http/server-process.ts";
import { workloads } from "../http/workloads.ts";
import { describeMachine } from "../machine.ts";
import { type CpuProfile, callTree, layerTimes, selfTimes } from "./call-tree.ts";
import { flameSvg } from "./flame-svg.ts";

/** Samples this far apart, in microseconds, disturb the server by less than it varies by itself. */
const INTERVAL = 200;
/** A profile is written when the process ends by itself. */
const END_ON_SIGTERM = 'data:text/javascript,process.once("SIGTERM",()=>process.exit(0))';

/** Errors: an unknown workload or option; the server did not start. */
export async function profile(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      workload: { type: "string", default: "small" },
      seconds: { type: "string", default: "4" },
      out: { type: "string", default: "cpu-profile.svg" },
    },
  });
  const workload = workloads.find((one) => one.name === values.workload);
  if (workload === undefined)
    throw new Error(
      `no workload is called ${values.workload}; there are ${workloads.map((one) => one.name).join(", ")}`,
    );
  const folder = mkdtempSync(join(tmpdir(), "ray-profile-"));
  try {
    const flags = [
      "--cpu-prof",
      `--cpu-prof-interval=${INTERVAL}`,
      `--cpu-prof-dir=${folder}`,
      "--import",
      END_ON_SIGTERM,
    ];
    const [node = "", ...rest] = ray.command(0);
    const server = await startServer({ ...ray, command: () => [node, ...flags, ...rest] });
    await load(server, workload, Number(values.seconds));
    await server.stop("SIGTERM");
    const file = readdirSync(folder).find((name) => name.endsWith(".cpuprofile"));
    if (file === undefined) throw new Error("the server wrote no profile");
    const tree = callTree(
      JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile,
      Number(values.seconds) * 1e6,
    );
    writeFileSync(values.out, flameSvg(tree, `${workload.title}: ${describeMachine()}`));
    const share = (time: number) => `${((100 * time) / tree.total).toFixed(1)} %`;
    const layers = layerTimes(tree).map(([layer, time]) => [layer, share(time)]);
    const functions = selfTimes(tree).slice(0, 20);
    console.log(aligned(["layer", "share"], layers).join("\n"));
    console.log(
      `\n${aligned(
        ["function", "share"],
        functions.map(([call, time]) => [call.name, share(time)]),
      ).join("\n")}`,
    );
    console.log(`\ndrawn in ${values.out}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
