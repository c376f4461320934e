/**
 * Two servers behind a proxy, restarted one after the other, again and again, under load: how many requests
 * are lost. By name only: a stop behind a proxy takes its time, so this takes minutes.
 */

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild, stopChild } from "../../test/child.ts";
import { load, lostOf, type Tally } from "../rolling/load.ts";
import { type FrontProxy, freePort, haproxy, nginx } from "../rolling/proxies.ts";
import { check, NotHere, type Trial, until } from "../trial.ts";

const program = fileURLToPath(new URL("../rolling/server.ts", import.meta.url));
/** No more than a machine of two cores takes; a small number is spread over the time that two restarts take. */
const MOST_PER_SECOND = 1_000;
const TWO_RESTARTS_S = 30;
/** Kernel and nginx: who is in the queue of a socket that closes is reset, and nginx sends no POST twice. */
const MOST_LOST = { haproxy: 0, nginx: 3 } as const;

/** What `run` is given; `ROLLING_OPTIONS` for who wants to see others than the defaults behind a proxy. */
const options = process.env.ROLLING_OPTIONS ?? '{"trustProxy":1}';

const isReady = (port: number) =>
  new Promise<boolean>((resolve) => {
    get({ host: "127.0.0.1", port, path: "/ready", agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).on("error", () => resolve(false));
  });

async function startServer(port: number): Promise<ChildProcess> {
  const child = startChild(process.execPath, ["--import", import.meta.resolve("tsx"), program], {
    env: { ...process.env, PORT: String(port), ROLLING_OPTIONS: options },
    stdio: "ignore",
  });
  await until(() => isReady(port), 15_000, `a server on port ${port}`);
  return child;
}

/** Restarts one after the other until `isOver`. Resolves with how often. */
async function restart(
  servers: ChildProcess[],
  ports: readonly number[],
  isOver: () => boolean,
  onRestart: (count: number) => void,
): Promise<void> {
  for (let count = 0; !isOver(); count += 1) {
    const n = count % servers.length;
    const child = servers[n] as ChildProcess;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    const [code] = await gone;
    check(code === 0, `a server ended with ${code}`);
    servers[n] = await startServer(ports[n] as number);
    onRestart(count + 1);
  }
}

async function behind(
  proxy: FrontProxy,
  requests: number,
  progress: (what: string) => void,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "ray-rolling-"));
  const ports = [await freePort(), await freePort()];
  const front = await freePort();
  const children: ChildProcess[] = [];
  let servers: ChildProcess[] = [];
  try {
    const command = proxy.command(folder, front, ports);
    if (command === null) throw new NotHere(`it needs ${proxy.name}; install it`);
    servers = await Promise.all(ports.map(startServer));
    children.push(startChild(command[0] as string, command.slice(1), { stdio: "ignore" }));
    await until(() => isReady(front), 15_000, `${proxy.name} serves`);
    const tally: Tally = { asked: 0, lost: new Map() };
    let restarts = 0;
    let isOver = false;
    const restarting = restart(
      servers,
      ports,
      () => isOver,
      (count) => {
        restarts = count;
        progress(`${proxy.name}: ${count} restarts, ${lostOf(tally)} of ${tally.asked} lost`);
      },
    );
    // Each server has been restarted at least once, however few the requests are.
    const perSecond = Math.min(MOST_PER_SECOND, Math.ceil(requests / TWO_RESTARTS_S));
    await load(front, requests, perSecond, () => restarts >= ports.length, tally);
    isOver = true;
    await restarting;
    const lost = lostOf(tally);
    const how = [...tally.lost].map(([what, count]) => `${count} × ${what}`).join(", ");
    const figures = `${proxy.name}: ${lost} of ${tally.asked} lost in ${restarts} restarts`;
    const most = MOST_LOST[proxy.name as keyof typeof MOST_LOST];
    check(lost <= most * restarts, `${figures} (${how})`);
    return how === "" ? figures : `${figures} (${how})`;
  } finally {
    await Promise.all([...children, ...servers].map((child) => stopChild(child)));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `requests` for each of the proxies. */
export function rolling(requests: number): Trial {
  return {
    name: "rolling",
    asks: `two servers are restarted in turn behind HAProxy and nginx, ${requests} requests each: none is lost`,
    byNameOnly: true,
    async run(progress) {
      const figures: string[] = [];
      for (const proxy of [haproxy, nginx]) figures.push(await behind(proxy, requests, progress));
      return figures.join("; ");
    },
  };
}
