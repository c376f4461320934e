/**
 * The server under stress: a program of its own, day 5's whole stack. STRESS_OPTIONS has what `run` is
 * given. It tells its figures to its parent when it is asked.
 */

import { getHeapStatistics } from "node:v8";
import { Router, run } from "../../day5/src/index.ts";
import type { Figures } from "./figures.ts";

const piece = Buffer.alloc(64 * 1024, "stress ");
let served = 0;

async function* pieces(count: number) {
  for (let n = 0; n < count; n += 1) {
    // Other connections get their turn between two pieces, as with a file or a database behind them.
    await new Promise((resolve) => setImmediate(resolve));
    // Memory of its own: a server that would pile them up would show.
    yield Buffer.from(piece);
  }
}

const router = new Router()
  .get("/", (c) => c.string("hello\n"))
  .get("/count", (c) => c.string(String(++served)))
  .get("/stream/:count", (c) => c.stream(pieces(Number(c.params.count))))
  .get("/later", async (c) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return c.string("hello later\n");
  })
  .post("/echo", async (c) => c.bytes(await c.req.bytes()));

function figures(): Figures {
  for (let n = 0; n < 4; n += 1) globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  // The moment of asking has an Immediate of its own, now and then.
  const handles = process.getActiveResourcesInfo().filter((name) => name !== "Immediate");
  const { used_heap_size: heapUsed } = getHeapStatistics();
  return { rss: residentBytes(), heapUsed, cpuMs: (user + system) / 1000, handles };
}

/** Null without a free file: the system tells it through one. */
function residentBytes(): number | null {
  try {
    return process.memoryUsage.rss();
  } catch {
    return null;
  }
}

process.on("message", () => process.send?.(figures()));
await run("127.0.0.1:0", router, JSON.parse(process.env.STRESS_OPTIONS ?? "{}"));
process.disconnect?.();
