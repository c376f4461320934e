/**
 * A Redis that can be killed and started again, and keeps what it has confirmed: each write is on the disk before its
 * reply. In a folder of its own, on a free port; both are gone with `end`.
 */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NotHere } from "./trial.ts";

export class RedisServer {
  readonly port: number;
  readonly #program: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "ray-redis-"));
  #child: ChildProcess | null = null;

  private constructor(program: string, port: number) {
    this.#program = program;
    this.port = port;
  }

  /** Errors: NotHere where there is none on this machine. */
  static async start(): Promise<RedisServer> {
    const program = ["redis-server", "valkey-server"].find(
      (name) => spawnSync(name, ["--version"]).status === 0,
    );
    if (program === undefined)
      throw new NotHere("there is no redis-server (Debian: apt-get install redis-server)");
    const server = new RedisServer(program, await freePort());
    await server.start();
    return server;
  }

  /** Resolves when it takes commands, with all that it had confirmed before. */
  async start(): Promise<void> {
    const kept = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
    const child = spawn(this.#program, ["--port", String(this.port), "--bind", "127.0.0.1", ...kept], {
      cwd: this.#folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      let said = "";
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`${this.#program} ended with ${code}: ${said}`)));
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (/Ready to accept connections/i.test(said)) resolve();
      });
    });
  }

  /** As a crash would: without a word. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    await new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill("SIGKILL");
    });
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
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
