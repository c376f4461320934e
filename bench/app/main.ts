/**
 * `npm run bench -- app`: one small service on several frameworks, each as its own documentation would build it: a
 * todo list with a session cookie kept in memory and a schema of zod, a file, and a route with ten middlewares.
 * Options: --rounds 3, --seconds 3, --only ray,fastify, --workload todo,static,plain,hooked,
 * middlewares,wrapped, --json.
 * Exit codes: 0 done, 1 a server failed, 2 wrong words, 3 something is missing.
 */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "../build.ts";
import { measureServers, type Rounds } from "../http/measure.ts";
import { bunOf, type Peer } from "../http/peers.ts";
import { type Summary, tableLines } from "../http/report.ts";
import { readServerOptions } from "../http/server-options.ts";
import type { ServerProcess } from "../http/server-process.ts";
import type { Workload } from "../http/workloads.ts";
import { describeMachine, onPath } from "../machine.ts";
import { logIn } from "./visitors.ts";
import { VISITORS, WORKLOADS, workloadsFor } from "./workloads.ts";

const script = (name: string) => fileURLToPath(new URL(`peers/${name}.mjs`, import.meta.url));
const node = (name: string, skips: readonly string[]): Peer => ({
  ...{ name, command: () => [process.execPath, script(name)], missing: null, skips },
});

/** What runs before a handler, what is around it as an endpoint and as a function are three things; only ray has all. */
const peers: readonly Peer[] = [
  node("ray", []),
  node("fastify", ["middlewares", "wrapped"]),
  ...["hono", "koa", "express"].map((name) => node(name, ["hooked", "middlewares"])),
  { ...bunOf("elysia", script("elysia")), skips: ["middlewares", "wrapped"] },
];

const note = (text: string) => void process.stderr.write(`${text}\n`);

/** Why nothing can be measured here; null: it can. */
function missing(): string | null {
  if (!onPath("wrk")) return "wrk is not installed. Debian: apt-get install wrk; macOS: brew install wrk";
  if (!existsSync(fileURLToPath(new URL("../node_modules/elysia", import.meta.url))))
    return "the peers are not installed: npm ci --prefix bench";
  return build() ? null : "day5/src does not compile; run npm run lint";
}

/** Answers the exit code. Errors: a server failed. */
export async function benchApp(words: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readServerOptions>;
  try {
    options = readServerOptions(words, peers, WORKLOADS, WORKLOADS);
  } catch (error) {
    note(`${(error as Error).message.split("\n")[0]}; see the head of bench/app/main.ts for the options`);
    return 2;
  }
  const problem = missing();
  if (problem !== null) {
    note(problem);
    return 3;
  }
  const files = mkdtempSync(join(tmpdir(), "ray-bench-files-"));
  try {
    writeFileSync(
      join(files, "page.html"),
      "<p>A line of some length, as a page has them.</p>\n".repeat(205),
    );
    const results = [];
    for (const name of options.workloads) results.push(await measure(name, options, files));
    if (options.json) console.log(JSON.stringify({ machine: describeMachine(), options, results }, null, 2));
    else {
      console.log(`${describeMachine()}; ${options.rounds} rounds of ${options.seconds} s, medians\n`);
      for (const { title, rows } of results) console.log(`${tableLines(title, rows).join("\n")}\n`);
    }
    return 0;
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
}

/** The visitors of a server log in before it is measured. */
async function measure(
  name: string,
  options: Rounds & { readonly only: readonly string[] },
  files: string,
): Promise<{ title: string; rows: readonly Summary[] }> {
  const chosen = peers.filter(
    ({ name: peer, missing, skips }) =>
      options.only.includes(peer) && missing === null && !skips.includes(name),
  );
  const named = (cookies: readonly string[]) =>
    workloadsFor(cookies).find((each) => each.name === name) as Workload;
  const prepare = async ({ port }: ServerProcess) => named(await logIn(port, name === "todo" ? VISITORS : 1));
  const rows = await measureServers(chosen, options, note, prepare, { FILES: files });
  return { title: named([]).title, rows };
}
