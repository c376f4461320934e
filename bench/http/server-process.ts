/**
 * One server in a process of its own: started, waited for, and ended by its own id, whatever happens.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { pinned } from "../machine.ts";
import type { Peer } from "./peers.ts";

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  /** SIGKILL, unless it has something to write before it ends. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** `env`: beside that of this process. Errors: the server did not answer within 15 s; the message has what it printed. */
export async function startServer(peer: Peer, env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
  const port = await freePort();
  const [program = "", ...args] = pinned(0, peer.command(port));
  const child = spawn(program, args, {
    env: { ...process.env, PORT: String(port), NODE_ENV: "production", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.add(child);
  let printed = "";
  child.stderr?.on("data", (text) => {
    printed = (printed + text).slice(-2000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      running.delete(child);
      resolve();
    });
    child.once("error", () => resolve());
  });
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries > 150 || child.exitCode !== null || child.pid === undefined) {
      child.kill("SIGKILL");
      throw new Error(`${peer.name} did not start: ${printed.trim() || "it printed nothing"}`);
    }
    await delay(100);
  }
  return {
    pid: child.pid as number,
    port,
    async stop(signal = "SIGKILL") {
      child.kill(signal);
      await ended;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
