/**
 * `npm run bench` or `npm run bench -- http`: ray and its peers, each in a process of its own, asked for the
 * same things in turn. Options: --rounds 3, --seconds 3, --only ray,fastify, --workload small,memory,
 * --connections 5000 (idle ones, for the memory), --json, --before REVISION (ray as it was there, as one peer more).
 * Exit codes: 0 done, 2 wrong words, 3 something is missing.
 */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, buildBefore } from "../build.ts";
import { known, wholeNumbers } from "../known.ts";
import { describeMachine, onPath } from "../machine.ts";
import { type MemoryResult, measureLoad, measureMemory } from "./measure.ts";
import { BEFORE, peers } from "./peers.ts";
import { aligned, tableLines } from "./report.ts";
import { workloads } from "./workloads.ts";

const MEMORY = "memory";
const note = (text: string) => void process.stderr.write(`${text}\n`);

/** Errors: with a sentence for the caller. */
function readOptions(words: readonly string[]) {
  const { values } = parseArgs({
    args: [...words],
    options: {
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "3" },
      connections: { type: "string", default: "5000" },
      only: { type: "string", default: usual().join() },
      workload: { type: "string", default: [...workloads.map(({ name }) => name), MEMORY].join() },
      json: { type: "boolean", default: false },
      before: { type: "string" },
    },
  });
  const [rounds = 0, seconds = 0, connections = 0] = wholeNumbers([
    values.rounds,
    values.seconds,
    values.connections,
  ]);
  const only = known(
    "server",
    values.only,
    peers.map(({ name }) => name),
  );
  if (values.before !== undefined) only.push(BEFORE);
  else if (only.includes(BEFORE)) throw new Error(`${BEFORE} needs --before REVISION`);
  const chosen = known("workload", values.workload, [...workloads.map(({ name }) => name), MEMORY]);
  return { rounds, seconds, connections, only, workloads: chosen, json: values.json, before: values.before };
}

/** All servers but those that answer one question only. */
function usual(): string[] {
  return peers.filter(({ isExtra }) => isExtra !== true).map(({ name }) => name);
}

/** Why nothing can be measured here; null: it can. */
function missing(before: string | undefined): string | null {
  if (!onPath("wrk")) return "wrk is not installed. Debian: apt-get install wrk; macOS: brew install wrk";
  if (!existsSync(fileURLToPath(new URL("../node_modules/fastify", import.meta.url))))
    return "the peers are not installed: npm ci --prefix bench";
  if (!build()) return "day5/src does not compile; run npm run lint";
  return before === undefined || buildBefore(before) ? null : `day5/src of ${before} does not compile`;
}

/** Answers the exit code. Errors: a server failed. */
export async function benchHttp(words: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  let problem: string | null;
  try {
    options = readOptions(words);
    problem = missing(options.before);
  } catch (error) {
    note(`${(error as Error).message.split("\n")[0]}; see the head of bench/http/main.ts for the options`);
    return 2;
  }
  if (problem !== null) {
    note(problem);
    return 3;
  }
  const wanted = peers.filter(({ name }) => options.only.includes(name));
  for (const peer of wanted) if (peer.missing !== null) note(`without ${peer.name}: ${peer.missing}`);
  const chosen = wanted.filter((peer) => peer.missing === null);
  const loads = workloads.filter(({ name }) => options.workloads.includes(name));
  const results = await measureLoad(chosen, loads, options, note);
  const memory = options.workloads.includes(MEMORY)
    ? await measureMemory(chosen, options.connections, options.rounds, note)
    : [];
  if (options.json) {
    console.log(JSON.stringify({ machine: describeMachine(), options, results, memory }, null, 2));
    return 0;
  }
  console.log(`${describeMachine()}; ${options.rounds} rounds of ${options.seconds} s, medians\n`);
  for (const { title, rows } of results) console.log(`${tableLines(title, rows).join("\n")}\n`);
  if (memory.length > 0) console.log(memoryLines(memory).join("\n"));
  return 0;
}

/** `ray ×`: how many times as much memory an idle connection takes than one of ray. */
function memoryLines(memory: readonly MemoryResult[]): string[] {
  const ray = memory.find(({ peer }) => peer === "ray");
  const cells = memory.map(({ peer, bytes }) => [
    peer,
    Math.round(bytes).toLocaleString("en"),
    ray === undefined ? "" : (bytes / ray.bytes).toFixed(2),
  ]);
  return ["memory for an idle connection", ...aligned(["server", "bytes", "ray ×"], cells)];
}
