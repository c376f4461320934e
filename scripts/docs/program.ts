/**
 * A program that a transcript started, and all that it has printed. Made by replay.ts, which also ends it.
 * stdout and stderr go to one file: through two pipes, the order of their lines would be lost.
 */
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { signalGroup, startChild, stopChild } from "../test/child.ts";

/** Folders of programs that have not been ended: ctrl-c leaves no time to do so, but no litter either. */
const folders = new Set<string>();
process.once("exit", () => folders.forEach(remove));

function remove(folder: string): void {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

export class Program {
  /** Why it could not be started, if it could not. */
  startError: NodeJS.ErrnoException | undefined;
  /** Set once it has exited: its code, or the name of the signal that ended it. */
  exit: number | string | undefined;

  readonly #child: ChildProcess;
  readonly #folder: string;

  constructor(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv) {
    this.#folder = mkdtempSync(join(tmpdir(), "ray-docs-"));
    folders.add(this.#folder);
    const file = openSync(join(this.#folder, "output"), "a");
    this.#child = startChild(command, args, { cwd, env, stdio: ["ignore", file, file] });
    closeSync(file);
    this.#child.once("error", (error) => {
      this.startError = error;
      this.exit ??= "no start";
    });
    this.#child.once("exit", (code, signal) => {
      this.exit ??= code ?? signal ?? "unknown";
    });
  }

  get output(): string {
    return readFileSync(join(this.#folder, "output"), "utf8");
  }

  /** Waits until `done` says so, until the program exits or the time is up. */
  async waitFor(done: () => boolean, limitMs: number): Promise<void> {
    const end = performance.now() + limitMs;
    while (!done() && this.exit === undefined && performance.now() < end) await delay(15);
  }

  /** Waits until nothing has been printed for a while: a logger may write a moment after the answer left. */
  async settle(): Promise<void> {
    let length = -1;
    while (this.exit === undefined && this.output.length !== length) {
      length = this.output.length;
      await delay(100);
    }
  }

  interrupt(): void {
    signalGroup(this.#child, "SIGINT");
  }

  /** Ends it, if it still runs, and forgets its output. */
  async end(): Promise<void> {
    await stopChild(this.#child);
    remove(this.#folder);
  }
}
