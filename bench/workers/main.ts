/**
 * `npm run bench -- workers`: requests a second with one process and with several, and how busy the machine was: where the
 * cores are all at work, it is they that limit it. Options: --seconds 3, --workers 1,2, --connections 64. Exit codes: 0
 * done, 2 wrong words, 3 something is missing.
 */

import { execFile, spawn } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { build } from "../build.ts";
import { wholeNumbers } from "../known.ts";
import { describeMachine, onPath } from "../machine.ts";

const program = fileURLToPath(new URL("server.mjs", import.meta.url));
const note = (text: string) => void process.stderr.write(`${text}\n`);

/** Milliseconds that all cores have worked, and those that they had. */
function times(): { readonly busy: number; readonly all: number } {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const total = times.user + times.nice + times.sys + times.irq + times.idle;
    all += total;
    busy += total - times.idle;
  }
  return { busy, all };
}

/** Errors: it did not start, or wrk failed. */
async function measure(workers: number, connections: number, seconds: number) {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, PORT: String(port), WORKERS: String(workers), NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.once("data", () => resolve());
      child.once("exit", () => reject(new Error("the server did not start")));
    });
    // The others start when the first is up.
    const ask = async (duration: number) =>
      (
        await promisify(execFile)("wrk", [
          ...["-t1", `-c${connections}`, `-d${duration}s`, "--latency"],
          `http://127.0.0.1:${port}/`,
        ])
      ).stdout;
    await ask(2);
    const before = times();
    const text = await ask(seconds);
    const after = times();
    const [, rate = "0"] = /Requests\/sec:\s+([\d.]+)/.exec(text) ?? [];
    return { rate: Number(rate), busy: (after.busy - before.busy) / (after.all - before.all) };
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

export async function benchWorkers(words: readonly string[]): Promise<number> {
  let [seconds, connections, counts] = [3, 64, [1, 2]];
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        seconds: { type: "string", default: "3" },
        connections: { type: "string", default: "64" },
        workers: { type: "string", default: "1,2" },
      },
    });
    [seconds = 3, connections = 64] = wholeNumbers([values.seconds, values.connections]);
    counts = wholeNumbers(values.workers.split(","));
  } catch (error) {
    note((error as Error).message);
    return 2;
  }
  if (!onPath("wrk")) {
    note("wrk is not installed. Debian: apt-get install wrk; macOS: brew install wrk");
    return 3;
  }
  if (!build()) return 3;
  note(describeMachine());
  console.log("workers   requests/s   all cores busy");
  for (const count of counts) {
    const { rate, busy } = await measure(count, connections, seconds);
    console.log(
      `${String(count).padEnd(7)}${String(Math.round(rate)).padStart(13)}${`${Math.round(busy * 100)} %`.padStart(17)}`,
    );
  }
  console.log("wrk takes a core of its own: with as many workers as cores, they share one with it");
  return 0;
}
