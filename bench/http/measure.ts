/**
 * Runs the workloads. Round by round, and in each round server by server: what disturbs the machine for a
 * while disturbs all of them.
 */

import { idleMemory } from "./idle-memory.ts";
import { load, type Sample } from "./load.ts";
import type { Peer } from "./peers.ts";
import { median, type Summary, summarize } from "./report.ts";
import { type ServerProcess, startServer } from "./server-process.ts";
import type { Workload } from "./workloads.ts";

export interface Rounds {
  readonly rounds: number;
  /** Length of a round, for each server. */
  readonly seconds: number;
}

export interface WorkloadResult {
  readonly workload: string;
  readonly title: string;
  readonly rows: readonly Summary[];
}

/** `note` is told of each sample. Errors: a server did not start, or gave no answer. */
export async function measureLoad(
  peers: readonly Peer[],
  workloads: readonly Workload[],
  rounds: Rounds,
  note: (text: string) => void,
): Promise<WorkloadResult[]> {
  const results: WorkloadResult[] = [];
  for (const workload of workloads) {
    const asked = peers.filter(({ skips }) => !skips.includes(workload.name));
    const rows = await measureServers(asked, rounds, note, () => workload);
    results.push({ workload: workload.name, title: workload.title, rows });
  }
  return results;
}

/** One workload on all of `peers`. `prepare` says what a server is asked, once it is there; `env` is for all of them. */
export async function measureServers(
  peers: readonly Peer[],
  { rounds, seconds }: Rounds,
  note: (text: string) => void,
  prepare: (server: ServerProcess) => Workload | Promise<Workload>,
  env: NodeJS.ProcessEnv = {},
): Promise<Summary[]> {
  // New processes: one that V8 has compiled for another workload may be far from its best.
  const servers: { peer: string; server: ServerProcess; workload: Workload; samples: Sample[] }[] = [];
  for (const peer of peers) {
    const server = await startServer(peer, env);
    servers.push({ peer: peer.name, server, workload: await prepare(server), samples: [] });
  }
  for (let round = 0; round <= rounds; round++) {
    for (const { peer, server, workload, samples } of servers) {
      // Round 0 only warms up.
      const sample = await load(server, workload, round === 0 ? 1 : seconds);
      if (round === 0) continue;
      samples.push(sample);
      note(`${workload.name} ${round}/${rounds} ${peer}: ${Math.round(sample.rate)} requests/s`);
    }
  }
  for (const { server } of servers) await server.stop();
  return servers.map(summarize);
}

export interface MemoryResult {
  readonly peer: string;
  /** Resident memory for each idle connection. */
  readonly bytes: number;
}

/**
 * For all servers on Node: V8 lets its space for young objects grow while connections come in, by up to 32 MB and at
 * a moment of its own, which would count as several KB for each connection of one server and for none of another.
 */
const SMALL_YOUNG_SPACE = { NODE_OPTIONS: "--max-semi-space-size=1" };

/** Each round has a server of its own: memory that was used once is not given back. */
export async function measureMemory(
  peers: readonly Peer[],
  connections: number,
  rounds: number,
  note: (text: string) => void,
): Promise<MemoryResult[]> {
  const samples = new Map<string, number[]>();
  for (let round = 1; round <= rounds; round++) {
    for (const peer of peers) {
      const server = await startServer(peer, SMALL_YOUNG_SPACE);
      const bytes = await idleMemory(server, connections);
      await server.stop();
      samples.set(peer.name, [...(samples.get(peer.name) ?? []), bytes]);
      note(`memory ${round}/${rounds} ${peer.name}: ${Math.round(bytes)} bytes`);
    }
  }
  return [...samples].map(([peer, all]) => ({ peer, bytes: median(all) }));
}
