/**
 * Puts load on a server with wrk and reads what it reports, together with the CPU time that the operating
 * system has counted for the server meanwhile.
 */

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cpuTimeUs, pinned } from "../machine.ts";
import type { ServerProcess } from "./server-process.ts";
import type { Workload } from "./workloads.ts";

export interface Sample {
  /** Answers a second. */
  readonly rate: number;
  /** CPU time of the server for one answer, in microseconds. */
  readonly cpuUs: number;
  /** Of 100 requests, 99 are answered within this many milliseconds. */
  readonly p99Ms: number;
  /** Connections that broke, and answers that were no 2xx. */
  readonly errors: number;
}

/** Errors: wrk failed, or got no answer at all. */
export async function load(server: ServerProcess, workload: Workload, seconds: number): Promise<Sample> {
  const folder = mkdtempSync(join(tmpdir(), "ray-bench-"));
  try {
    const script = join(folder, "workload.lua");
    writeFileSync(script, workload.lua);
    const [program = "", ...args] = pinned(1, [
      ...["wrk", "-t1", `-c${workload.connections}`, `-d${seconds}s`, "--latency", "-s", script],
      `http://127.0.0.1:${server.port}${workload.path}`,
    ]);
    const before = cpuTimeUs(server.pid);
    const { stdout } = await promisify(execFile)(program, args, { timeout: (seconds + 20) * 1000 });
    const used = cpuTimeUs(server.pid) - before;
    return read(stdout, used);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(text: string, cpuUs: number): Sample {
  const [, count = "0", time = "0", unit = "s"] = /(\d+) requests in ([\d.]+)(m?s)/.exec(text) ?? [];
  if (Number(count) === 0) throw new Error(`wrk got no answer:\n${text}`);
  const seconds = Number(time) / (unit === "ms" ? 1000 : 1);
  const [, p99 = "0", p99Unit = "ms"] = /99%\s+([\d.]+)(us|ms|s)/.exec(text) ?? [];
  const [, ...broken] = /connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(text) ?? [];
  const [, wrong = "0"] = /Non-2xx or 3xx responses: (\d+)/.exec(text) ?? [];
  return {
    rate: Number(count) / seconds,
    cpuUs: cpuUs / Number(count),
    p99Ms: Number(p99) * ({ us: 0.001, ms: 1, s: 1000 }[p99Unit] ?? 1),
    errors: [...broken, wrong].reduce((sum, value) => sum + Number(value), 0),
  };
}
