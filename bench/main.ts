/**
 * `npm run bench`: ray and its peers, each in its own process, asked for the same things in turn.
 * Options: --rounds 3, --seconds 3, --only ray,fastify, --workload small,post, --connections 5000 (idle
 * ones, for the memory), --json. Exit codes: 0 done, 1 a server failed, 2 wrong words, 3 something is missing.
 * `npm run bench -- router` measures the router alone: bench/router/main.ts.
 */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./build.ts";
import { idleMemory } from "./http/idle-memory.ts";
import { load, type Sample } from "./http/load.ts";
import { type Peer, peers } from "./http/peers.ts";
import { aligned, median, summarize, tableLines } from "./http/report.ts";
import { type ServerProcess, startServer } from "./http/server-process.ts";
import { workloads } from "./http/workloads.ts";
import { describeMachine, onPath } from "./machine.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const note = (text: string) => process.stderr.write(`${text}\n`);

function end(code: number, text: string): never {
  note(text);
  process.exit(code);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        rounds: { type: "string", default: "3" },
        seconds: { type: "string", default: "3" },
        connections: { type: "string", default: "5000" },
        only: { type: "string" },
        workload: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const numbers = [values.rounds, values.seconds, values.connections].map(Number);
    if (!numbers.every((value) => Number.isInteger(value) && value > 0))
      throw new Error("numbers are whole and above 0");
    const [rounds = 3, seconds = 3, connections = 5000] = numbers;
    return {
      rounds,
      seconds,
      connections,
      json: values.json,
      only: list(values.only),
      workload: list(values.workload),
    };
  } catch (error) {
    return end(2, `${(error as Error).message}; see the head of bench/main.ts for the options`);
  }
}

function list(text: string | undefined): readonly string[] | null {
  return text === undefined ? null : text.split(",");
}

async function measure(chosen: readonly Peer[], options: ReturnType<typeof readOptions>) {
  const servers = new Map<string, ServerProcess>();
  for (const peer of chosen) servers.set(peer.name, await startServer(peer));
  const results = [];
  for (const workload of workloads) {
    if (options.workload !== null && !options.workload.includes(workload.name)) continue;
    const samples = new Map<string, Sample[]>();
    // Round by round, not server by server: what disturbs the machine disturbs all of them.
    for (let round = 0; round <= options.rounds; round++) {
      for (const peer of chosen) {
        if (peer.skips.includes(workload.name)) continue;
        const server = servers.get(peer.name) as ServerProcess;
        // Round 0 only warms up.
        const sample = await load(server, workload, round === 0 ? 1 : options.seconds);
        if (round === 0) continue;
        samples.set(peer.name, [...(samples.get(peer.name) ?? []), sample]);
        note(
          `${workload.name} ${round}/${options.rounds} ${peer.name}: ${Math.round(sample.rate)} requests/s`,
        );
      }
    }
    const rows = [...samples].map(([peer, all]) => summarize({ peer, samples: all }));
    results.push({ workload: workload.name, title: workload.title, rows });
  }
  for (const server of servers.values()) await server.stop();
  return results;
}

async function measureMemory(chosen: readonly Peer[], options: ReturnType<typeof readOptions>) {
  const rows = [];
  if (options.workload !== null && !options.workload.includes("memory")) return [];
  for (const peer of chosen) {
    const samples: number[] = [];
    for (let round = 0; round < options.rounds; round++) {
      const server = await startServer(peer);
      samples.push(await idleMemory(server, options.connections));
      await server.stop();
    }
    rows.push({ peer: peer.name, bytes: median(samples) });
    note(`memory ${peer.name}: ${Math.round(median(samples))} bytes`);
  }
  return rows;
}

if (process.argv[2] === "router") {
  const { benchRouter } = await import("./router/main.ts");
  process.exit(await benchRouter(process.argv.slice(3)));
}
const options = readOptions();
if (!onPath("wrk")) end(3, "wrk is not installed. Debian: apt-get install wrk; macOS: brew install wrk");
if (!existsSync(here("node_modules/fastify"))) end(3, "the peers are not installed: npm ci --prefix bench");
const unknown = options.only?.find((name) => !peers.some((peer) => peer.name === name));
if (unknown !== undefined)
  end(2, `no server is called ${unknown}; there are ${peers.map((peer) => peer.name).join(", ")}`);
if (!build()) end(3, "day5/src does not compile; run npm run lint");
for (const peer of peers) if (peer.missing !== null) note(`without ${peer.name}: ${peer.missing}`);
const chosen = peers.filter((peer) => peer.missing === null && (options.only?.includes(peer.name) ?? true));
const results = await measure(chosen, options);
const memory = await measureMemory(chosen, options);

if (options.json)
  console.log(JSON.stringify({ machine: describeMachine(), options, results, memory }, null, 2));
else {
  console.log(`${describeMachine()}; ${options.rounds} rounds of ${options.seconds} s, medians\n`);
  for (const { title, rows } of results) console.log(`${tableLines(title, rows).join("\n")}\n`);
  const cells = memory.map(({ peer, bytes }) => [peer, Math.round(bytes).toLocaleString("en")]);
  if (cells.length > 0)
    console.log(["memory for an idle connection", ...aligned(["server", "bytes"], cells)].join("\n"));
}
process.exit(0);
