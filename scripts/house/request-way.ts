/**
 * Which files one request passes. Starts a server of day 5, asks it twice over one connection, and counts with V8's own
 * counters what runs for the second answer. Run as a process of its own by way-of.ts, since counters are for the
 * whole process; prints JSON.
 */

import { Session } from "node:inspector/promises";
import { connect } from "node:net";
import { fileURLToPath, pathToFileURL } from "node:url";

export interface Way {
  /** Files that the request passes, relative to src, and how many of their functions ran. */
  readonly files: readonly (readonly [file: string, functions: number])[];
  /** Calls of functions of ours, all together. */
  readonly calls: number;
}

/** The src folder to follow it in; this course's day 5 when none is given. */
const src = process.argv[2] ?? fileURLToPath(new URL("../../day5/src", import.meta.url));
const base = `${pathToFileURL(src).href}/`;
type Face = typeof import("../../day5/src/index.ts");
const { listen, Router } = (await import(`${base}index.ts`)) as Face;

const router = new Router().hooks(() => {}).get("/ghost/:id", (c) => c.string(`ghost ${c.params.id}\n`));
const server = await listen("127.0.0.1:0", router);
const client = connect(server.address as { host: string; port: number });
const ask = () =>
  new Promise<void>((resolve) => {
    client.once("data", () => resolve());
    client.write("GET /ghost/7 HTTP/1.1\r\nHost: a\r\n\r\n");
  });

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
await ask();
// What the first one has warmed up does not count.
await session.post("Profiler.takePreciseCoverage");
await ask();
const { result } = await session.post("Profiler.takePreciseCoverage");
client.destroy();
await server.shutdown();

let calls = 0;
const files: [string, number][] = [];
for (const { url, functions } of result) {
  if (!url.startsWith(base)) continue;
  // Those without a name count, too: many an arrow function is all that a file does for a request.
  const ran = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0);
  if (ran.length === 0) continue;
  files.push([url.slice(base.length), ran.length]);
  for (const { ranges } of ran) calls += ranges[0]?.count ?? 0;
}
console.log(JSON.stringify({ files: files.sort(), calls } satisfies Way));
