/**
 * Starts the server under stress, asks it for its figures, and stops it. Whatever happens to us, it ends
 * with us.
 */

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { RunOptions } from "../../day5/src/index.ts";
import { signalGroup, startChild, stopChild } from "../test/child.ts";
import type { Figures } from "./figures.ts";
import { check, Failure } from "./trial.ts";

const day5 = fileURLToPath(new URL("server.ts", import.meta.url));
const START_MS = 15_000;

export interface Bounds {
  /** Files that it may have open, as `ulimit -n` says. */
  readonly files?: number;
  /** Megabytes of living objects. */
  readonly heapMb?: number;
  /** Another program than day 5's whole stack; STRESS_OPTIONS has its options. */
  readonly program?: string;
}

export class ServerProcess {
  readonly port: number;
  /** The exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    this.exited = once(child, "exit").then(([code]) => code);
  }

  /** Errors: Failure with what it printed. */
  static async start(
    options: RunOptions,
    { files, heapMb, program = day5 }: Bounds = {},
  ): Promise<ServerProcess> {
    const heap = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
    const node = [process.execPath, "--expose-gc", ...heap, "--import", import.meta.resolve("tsx"), program];
    const command =
      files === undefined ? node : ["sh", "-c", `ulimit -n ${files} && exec "$@"`, "sh", ...node];
    const child = startChild(command[0] as string, command.slice(1), {
      env: { ...process.env, STRESS_OPTIONS: JSON.stringify(options) },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    return new ServerProcess(child, await listening(child));
  }

  figures(): Promise<Figures> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Failure("the server has ended by itself"));
      this.#child.once("exit", gone);
      this.#child.once("message", (figures: Figures) => {
        this.#child.off("exit", gone);
        resolve(figures);
      });
      this.#child.send("figures", (error) => error && gone());
    });
  }

  /** To the one process, as `kill` does. */
  terminate(): void {
    this.#child.kill("SIGTERM");
  }

  /** Ends it, and resolves when it is gone. */
  async stop(): Promise<void> {
    signalGroup(this.#child, "SIGKILL");
    await stopChild(this.#child);
  }
}

/** The port that the server has printed. */
async function listening(child: ChildProcess): Promise<number> {
  let printed = "";
  const port = await new Promise<number>((resolve) => {
    const hear = (text: Buffer) => {
      printed += text;
      const match = /listening on https?:\/\/127\.0\.0\.1:(\d+)\n/.exec(printed);
      if (match !== null) resolve(Number(match[1]));
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", () => resolve(0));
    setTimeout(() => resolve(0), START_MS).unref();
  });
  if (port === 0) await stopChild(child);
  check(port !== 0, `the server did not start:\n${printed}`);
  return port;
}
