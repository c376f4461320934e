/**
 * What many routes cost a server: ray with one route, and ray with all of the REST set, asked for the same path
 * by wrk in turn.
 */

import { fileURLToPath } from "node:url";
import { load, type Sample } from "../http/load.ts";
import type { Peer } from "../http/peers.ts";
import { median } from "../http/report.ts";
import { startServer } from "../http/server-process.ts";
import type { Workload } from "../http/workloads.ts";
import type { RouteLine } from "./rest-api.ts";
import { exampleOf } from "./sets.ts";

/** Medians of one server. */
interface Load {
  readonly rate: number;
  /** CPU time of the server for one request: other programs disturb it less than they do the rate. */
  readonly cpuUs: number;
}

export interface ServerRow {
  readonly path: string;
  readonly one: Load;
  readonly all: Load;
}

const asked: readonly RouteLine[] = [
  ["GET", "/user"],
  ["GET", "/repos/:owner/:repo/issues/:number/labels"],
];

function rayWith(name: string, only: string): Peer {
  const script = fileURLToPath(new URL("server.mjs", import.meta.url));
  const command = [process.execPath, "--import", "tsx", script, only];
  return { name, command: () => command, missing: null, skips: [] };
}

export async function measureServers(
  rounds: number,
  seconds: number,
  note: (text: string) => void,
): Promise<ServerRow[]> {
  const rows: ServerRow[] = [];
  for (const route of asked) {
    const [, path] = exampleOf(route);
    const workload: Workload = { name: path, title: path, path, connections: 64, lua: "", depth: 1 };
    const servers = [
      { name: "one route", server: await startServer(rayWith("one route", route.join(" "))) },
      { name: "all routes", server: await startServer(rayWith("all routes", "")) },
    ];
    const samples: [Sample[], Sample[]] = [[], []];
    for (let round = 0; round <= rounds; round++) {
      for (const [i, { name, server }] of servers.entries()) {
        // Round 0 only warms up.
        const sample = await load(server, workload, round === 0 ? 1 : seconds);
        if (sample.errors > 0) throw new Error(`${path}, ${name}: ${sample.errors} errors`);
        if (round === 0) continue;
        samples[i as 0 | 1].push(sample);
        note(`${path} ${round}/${rounds} ${name}: ${sample.cpuUs.toFixed(2)} µs of CPU`);
      }
    }
    for (const { server } of servers) await server.stop();
    rows.push({ path, one: mediansOf(samples[0]), all: mediansOf(samples[1]) });
  }
  return rows;
}

function mediansOf(samples: readonly Sample[]): Load {
  return {
    rate: median(samples.map(({ rate }) => rate)),
    cpuUs: median(samples.map(({ cpuUs }) => cpuUs)),
  };
}
