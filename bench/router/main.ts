/**
 * `npm run bench -- router`: look-ups of ray and of other routers, and what 200 routes cost the whole server.
 * Options: --rounds 9, --seconds 3 (of wrk, for the server), --only ray,rou3, --set mixed,rest,server,
 * --strings same,fresh, --json, --before REVISION (ray's router as it was there, as one more).
 * Exit codes: 0 done, 2 wrong words, 3 something is missing.
 */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, buildBefore } from "../build.ts";
import { BEFORE } from "../http/peers.ts";
import { aligned } from "../http/report.ts";
import { known, wholeNumbers } from "../known.ts";
import { describeMachine, onPath } from "../machine.ts";
import { type LookUpRow, measureLookUps } from "./look-up.ts";
import { routers } from "./routers.mjs";
import { lookUpSets } from "./sets.ts";
import type { Strings } from "./strings.ts";
import { measureServers, type ServerRow } from "./whole-server.ts";

const note = (text: string) => void process.stderr.write(`${text}\n`);

/** All routers but the one that needs an option. */
const usual = Object.keys(routers).filter((name) => name !== BEFORE);

function readOptions(words: readonly string[]) {
  const { values } = parseArgs({
    args: [...words],
    options: {
      rounds: { type: "string", default: "9" },
      seconds: { type: "string", default: "3" },
      only: { type: "string", default: usual.join() },
      set: { type: "string", default: [...lookUpSets.map(({ name }) => name), "server"].join() },
      strings: { type: "string", default: "same,fresh" },
      json: { type: "boolean", default: false },
      before: { type: "string" },
    },
  });
  const [rounds = 0, seconds = 0] = wholeNumbers([values.rounds, values.seconds]);
  const only = known("router", values.only, Object.keys(routers));
  if (values.before === undefined && only.includes(BEFORE))
    throw new Error(`${BEFORE} needs --before REVISION`);
  if (values.before !== undefined && !only.includes(BEFORE)) only.push(BEFORE);
  const sets = known("set", values.set, [...lookUpSets.map(({ name }) => name), "server"]);
  const strings = known("kind of strings", values.strings, ["same", "fresh"]) as Strings[];
  return { rounds, seconds, only, sets, strings, json: values.json, before: values.before };
}

/** `ray ×`: how many times as many look-ups ray does in the same time. */
export function lookUpLines(title: string, rows: readonly LookUpRow[]): string[] {
  const ray = rows.find(({ router }) => router === "ray")?.ns ?? null;
  const cells = rows.map(({ router, ns, least, most, problem }) => {
    if (ns === null) return [router, problem ?? "", "", ""];
    const ratio = ray === null ? "" : (ns / ray).toFixed(2);
    return [router, ns.toFixed(0), `${least.toFixed(0)}–${most.toFixed(0)}`, ratio];
  });
  return [title, ...aligned(["router", "ns", "range", "ray ×"], cells)];
}

/** `ratio`: what is left of the requests a second with all routes; `cpu ratio`: how much CPU time one takes. */
export function serverLines(rows: readonly ServerRow[]): string[] {
  const cells = rows.map(({ path, one, all }) => [
    path,
    Math.round(one.rate).toLocaleString("en"),
    Math.round(all.rate).toLocaleString("en"),
    (all.rate / one.rate).toFixed(3),
    (all.cpuUs / one.cpuUs).toFixed(3),
  ]);
  const header = ["path", "one route", "all routes", "ratio", "cpu ratio"];
  return ["the whole server, requests/s", ...aligned(header, cells)];
}

/** Returns the exit code. */
export async function benchRouter(words: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(words);
  } catch (error) {
    note(`${(error as Error).message}; see the head of bench/router/main.ts for the options`);
    return 2;
  }
  if (!existsSync(fileURLToPath(new URL("../node_modules/find-my-way", import.meta.url)))) {
    note("the peers are not installed: npm ci --prefix bench");
    return 3;
  }
  const asksServer = options.sets.includes("server");
  if (asksServer && !onPath("wrk")) {
    note("wrk is not installed. Debian: apt-get install wrk; macOS: brew install wrk; or --set mixed,rest");
    return 3;
  }
  try {
    if (!build() || (options.before !== undefined && !buildBefore(options.before))) return 3;
  } catch (error) {
    note((error as Error).message);
    return 2;
  }
  const lookUps = [];
  for (const set of lookUpSets.filter(({ name }) => options.sets.includes(name))) {
    for (const strings of options.strings) {
      const rows = await measureLookUps(options.only, set, strings, options.rounds, note);
      lookUps.push({ set: set.name, strings, title: `${set.title}; ${strings} strings`, rows });
    }
  }
  const servers = asksServer ? await measureServers(options.rounds, options.seconds, note) : [];
  if (options.json) {
    console.log(JSON.stringify({ machine: describeMachine(), options, lookUps, servers }, null, 2));
    return 0;
  }
  console.log(`${describeMachine()}; ${options.rounds} rounds, medians\n`);
  for (const { title, rows } of lookUps) console.log(`${lookUpLines(title, rows).join("\n")}\n`);
  if (servers.length > 0) console.log(serverLines(servers).join("\n"));
  return 0;
}
