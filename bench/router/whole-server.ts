/**
 * What many routes cost a server: ray with one route, and ray with all of the REST set, asked for the same path
 * by wrk in turn.
 */

import { fileURLToPath } from "node:url";
import { load } from "../http/load.ts";
import type { Peer } from "../http/peers.ts";
import { median } from "../http/report.ts";
import { startServer } from "../http/server-process.ts";
import type { Workload } from "../http/workloads.ts";
import type { RouteLine } from "./rest-api.ts";
import { exampleOf } from "./sets.ts";

export interface ServerRow {
  readonly path: string;
  /** Requests a second, medians. */
  readonly one: number;
  readonly all: number;
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
    const rates: [number[], number[]] = [[], []];
    for (let round = 0; round <= rounds; round++) {
      for (const [i, { name, server }] of servers.entries()) {
        // Round 0 only warms up.
        const { rate, errors } = await load(server, workload, round === 0 ? 1 : seconds);
        if (errors > 0) throw new Error(`${path}, ${name}: ${errors} errors`);
        if (round === 0) continue;
        rates[i as 0 | 1].push(rate);
        note(`${path} ${round}/${rounds} ${name}: ${Math.round(rate)} requests/s`);
      }
    }
    for (const { server } of servers) await server.stop();
    rows.push({ path, one: median(rates[0]), all: median(rates[1]) });
  }
  return rows;
}
