/**
 * A Redis of its own for a test: `redis-server` on a free port, without files, ended with the test. Where there is none
 * on the machine, the tests that need it are skipped, and say so.
 */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import type { TestContext } from "node:test";

const program = ["redis-server", "valkey-server"].find((name) => spawnSync(name, ["--version"]).status === 0);

/** For the `skip` of a test: why it cannot run here, or false. */
export const noRedis: string | false =
  program === undefined
    ? "there is no redis-server on this machine (Debian: apt-get install redis-server)"
    : false;

export interface RedisServer {
  readonly port: number;
  /** Kills it, as a crash would. Resolves when it is gone. */
  stop(): Promise<void>;
  /** The same server again, on the same port and empty. Resolves when it takes commands. */
  start(): Promise<void>;
}

export async function startRedis(t: TestContext): Promise<RedisServer> {
  const port = await freePort();
  let child: ChildProcess | null = null;
  const server: RedisServer = {
    port,
    async start() {
      child = spawn(
        program ?? "redis-server",
        ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        {
          cwd: tmpdir(),
          stdio: ["ignore", "pipe", "ignore"],
        },
      );
      const { stdout } = child;
      await new Promise<void>((resolve, reject) => {
        let said = "";
        child?.once("error", reject);
        child?.once("exit", (code) => reject(new Error(`redis-server ended with ${code}: ${said}`)));
        stdout?.setEncoding("utf8").on("data", (text: string) => {
          said += text;
          if (/Ready to accept connections/i.test(said)) resolve();
        });
      });
    },
    async stop() {
      const running = child;
      if (running === null || running.exitCode !== null || running.signalCode !== null) return;
      await new Promise((resolve) => {
        running.once("exit", resolve);
        running.kill("SIGKILL");
      });
    },
  };
  t.after(() => server.stop());
  await server.start();
  return server;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
