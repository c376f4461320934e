/**
 * `npm run bench -- h2`: HTTP/2 in clear text, put under load by h2load. Options: --rounds 3, --seconds 3,
 * --only ray,fastify, --streams 10,100, --connections 1,10, --json. Exit codes: 0 done, 2 wrong words, 3 something is
 * missing. What counts is the ratio to a peer in the same run.
 */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { build } from "../build.ts";
import type { Sample } from "../http/load.ts";
import { summarize, tableLines } from "../http/report.ts";
import { startServer } from "../http/server-process.ts";
import { known, wholeNumbers } from "../known.ts";
import { cpuTimeUs, describeMachine, onPath, pinned } from "../machine.ts";
import { peers } from "./peers.ts";

const note = (text: string) => void process.stderr.write(`${text}\n`);

/** Errors: with a sentence for the caller. */
function readOptions(words: readonly string[]) {
  const names = peers.map(({ name }) => name);
  const { values } = parseArgs({
    args: [...words],
    options: {
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "3" },
      only: { type: "string", default: names.join() },
      streams: { type: "string", default: "10,100" },
      connections: { type: "string", default: "1,10" },
      json: { type: "boolean", default: false },
    },
  });
  const [rounds = 0, seconds = 0] = wholeNumbers([values.rounds, values.seconds]);
  return {
    rounds,
    seconds,
    only: known("server", values.only, names),
    streams: wholeNumbers(values.streams.split(",")),
    connections: wholeNumbers(values.connections.split(",")),
    json: values.json,
  };
}

/** One run against one server. Errors: h2load failed, or got no answer at all. */
async function load(
  server: { readonly pid: number; readonly port: number },
  connections: number,
  streams: number,
  seconds: number,
): Promise<Sample> {
  const [program = "", ...args] = pinned(1, [
    ...["h2load", "-t1", `-c${connections}`, `-m${streams}`, `-D${seconds}`, "--warm-up-time=1"],
    `http://127.0.0.1:${server.port}/`,
  ]);
  const before = cpuTimeUs(server.pid);
  const { stdout } = await promisify(execFile)(program, args, { timeout: (seconds + 30) * 1000 });
  const used = cpuTimeUs(server.pid) - before;
  const [, rate = "0"] = /finished in [^,]+, ([\d.]+) req\/s/.exec(stdout) ?? [];
  const [, done = "0"] = /(\d+) succeeded/.exec(stdout) ?? [];
  const [, failed = "0"] = /(\d+) failed/.exec(stdout) ?? [];
  const [, wrong = "0"] = /(\d+) 5xx/.exec(stdout) ?? [];
  // The time for one request: min, max, mean … h2load tells no percentile before 1.60, so the longest stands there.
  const [, longest = "0", unit = "ms"] = /time for request:\s+\S+\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
  if (Number(done) === 0) throw new Error(`h2load got no answer:\n${stdout}`);
  return {
    rate: Number(rate),
    // The second of warming up is in it for all alike.
    cpuUs: used / (Number(rate) * (seconds + 1)),
    p99Ms: Number(longest) * ({ us: 0.001, ms: 1, s: 1000 }[unit] ?? 1),
    errors: Number(failed) + Number(wrong),
  };
}

export async function benchH2(words: readonly string[]): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(words);
  } catch (error) {
    note((error as Error).message);
    return 2;
  }
  if (!onPath("h2load")) {
    note("h2load is not installed. Debian: apt-get install nghttp2-client; macOS: brew install nghttp2");
    return 3;
  }
  const hasFastify = existsSync(fileURLToPath(new URL("../node_modules/fastify", import.meta.url)));
  if (!hasFastify) note("fastify is left out: npm ci --prefix bench");
  if (!build()) return 3;
  const left = peers.filter(({ name, missing }) => {
    if (!options.only.includes(name) || (name === "fastify" && !hasFastify)) return false;
    if (missing !== null) note(`${name} is left out: ${missing}`);
    return missing === null;
  });
  note(describeMachine());
  const all: object[] = [];
  for (const connections of options.connections)
    for (const streams of options.streams) {
      const rows = left.map(({ name }) => ({ peer: name, samples: [] as Sample[] }));
      // In turn, so that what disturbs the machine disturbs all.
      for (let round = 0; round < options.rounds; round += 1)
        for (const [at, peer] of left.entries()) {
          const server = await startServer(peer);
          rows[at]?.samples.push(await load(server, connections, streams, options.seconds));
          await server.stop();
        }
      const summaries = rows.map(summarize);
      all.push({ connections, streams, rows: summaries });
      if (!options.json) {
        const title = `${connections} × ${streams} streams (p99 is the longest)`;
        for (const line of tableLines(title, summaries)) console.log(line);
      }
    }
  if (options.json) console.log(JSON.stringify(all));
  return 0;
}
