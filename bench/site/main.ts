/**
 * `npm run bench -- site`: the pages of the course's own site, as files that were compressed when they were built, from
 * ray, sirv and nginx. `ray` is the static part alone, as the others are; `ray-site` has the site's hooks around it.
 * Options: --rounds 3, --seconds 3, --only ray,sirv, --workload br,gzip,plain, --json.
 * Exit codes: 0 done, 1 a server failed, 2 wrong words, 3 something is missing.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "../build.ts";
import { measureServers } from "../http/measure.ts";
import { nginxOf, type Peer } from "../http/peers.ts";
import { tableLines } from "../http/report.ts";
import { readServerOptions } from "../http/server-options.ts";
import { describeMachine, onPath } from "../machine.ts";
import { visits, visitsWorkload } from "./visits.ts";

const BUILT = fileURLToPath(new URL("../../site/.build", import.meta.url));
const script = (name: string) => fileURLToPath(new URL(`peers/${name}.mjs`, import.meta.url));
const node = (name: string, ...words: readonly string[]): Peer => ({
  ...{ name, command: () => [process.execPath, script(name), ...words], missing: null, skips: [] },
});

const peers: readonly Peer[] = [
  node("ray"),
  { ...node("ray", "whole"), name: "ray-site" },
  node("sirv"),
  // Debian's nginx has no brotli: where a client takes both it sends gzip, which is a little longer.
  nginxOf(`root ${BUILT}; gzip_static on; include /etc/nginx/mime.types; sendfile on; tcp_nopush on;`),
];

/** What a client takes. */
const CODINGS: Record<string, readonly [title: string, coding: string]> = {
  br: ["pages of the site, to a browser", "gzip, deflate, br"],
  gzip: ["pages of the site, gzip alone", "gzip"],
  plain: ["pages of the site, as they are", "identity"],
};

const note = (text: string) => void process.stderr.write(`${text}\n`);

/** Why nothing can be measured here; null: it can. */
function missing(): string | null {
  if (!onPath("wrk")) return "wrk is not installed. Debian: apt-get install wrk; macOS: brew install wrk";
  if (!existsSync(fileURLToPath(new URL("../node_modules/sirv", import.meta.url))))
    return "the peers are not installed: npm ci --prefix bench";
  if (!existsSync(join(BUILT, "index.html"))) return "the site is not built: npm run site -- build";
  return build() ? null : "day5/src does not compile; run npm run lint";
}

/** Answers the exit code. Errors: a server failed. */
export async function benchSite(words: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readServerOptions>;
  try {
    options = readServerOptions(words, peers, Object.keys(CODINGS), ["br", "gzip"]);
  } catch (error) {
    note(`${(error as Error).message.split("\n")[0]}; see the head of bench/site/main.ts for the options`);
    return 2;
  }
  const problem = missing();
  if (problem !== null) {
    note(problem);
    return 3;
  }
  const chosen = peers.filter(({ name, missing }) => options.only.includes(name) && missing === null);
  const paths = visits(BUILT);
  const results = [];
  for (const name of options.workloads) {
    const [title = "", coding = ""] = CODINGS[name] ?? [];
    const workload = visitsWorkload(name, title, paths, coding);
    results.push({
      title,
      rows: await measureServers(chosen, options, note, () => workload, { FILES: BUILT }),
    });
  }
  if (options.json) console.log(JSON.stringify({ machine: describeMachine(), options, results }, null, 2));
  else {
    console.log(`${describeMachine()}; ${options.rounds} rounds of ${options.seconds} s, medians`);
    console.log(`${paths.length} addresses in turn\n`);
    for (const { title, rows } of results) console.log(`${tableLines(title, rows).join("\n")}\n`);
  }
  return 0;
}
