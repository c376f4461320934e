/**
 * A program as a child process, as a person would start it: what it prints, how it ends. When it and the test stand
 * still for 20 s, the child is killed and the error shows all that it printed. A slow machine is no reason.
 */

import { type ChildProcess, spawn } from "node:child_process";
import type { TestContext } from "node:test";
import { StillWatch } from "../../scripts/shared/still-watch.ts";
import { lateError } from "./within.ts";

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const STILL_MS = 20_000;

export class Child {
  /** Resolves when the child has ended and all that it printed is here. Errors: it did not end in time. */
  readonly exited: Promise<Exit>;
  stdout = "";
  stderr = "";
  readonly #process: ChildProcess;
  readonly #watch: StillWatch;
  #givenUp: string | null = null;
  #look: () => void = () => {};

  private constructor(
    args: readonly string[],
    env: Record<string, string>,
    toError: (message: string) => Error,
  ) {
    this.#process = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), ...args], {
      // As from a shell: without what the test runner sets for its own children, and without npm's traces.
      env: {
        ...process.env,
        NODE_TEST_CONTEXT: undefined,
        RAY_HTTP: undefined,
        npm_lifecycle_event: undefined,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      this.#look();
    });
    this.#process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    this.exited = new Promise((resolve, reject) => {
      this.#process.once("error", reject);
      this.#process.once("close", (code, signal) => {
        this.#watch.stop();
        this.#look();
        if (signal === "SIGKILL") reject(toError(this.#complaint(this.#givenUp ?? "was killed")));
        else resolve({ code, signal, stdout: this.stdout, stderr: this.stderr });
      });
    });
    this.exited.catch(() => {});
    // Ours, since the child descends from us: one that serves stands still for as long as we do not get our turn.
    this.#watch = new StillWatch({
      pid: process.pid,
      stillMs: STILL_MS,
      onGivenUp: (why) => {
        this.#givenUp = `did not end: ${why}`;
        this.#process.kill("SIGKILL");
      },
    });
  }

  /** Starts a TypeScript file. */
  static run(
    t: TestContext,
    file: string,
    env: Record<string, string> = {},
    args: readonly string[] = [],
  ): Child {
    return Child.#start(t, [file, ...args], env);
  }

  /** Starts a piece of code, as a module. */
  static code(t: TestContext, code: string, env: Record<string, string> = {}): Child {
    return Child.#start(t, ["--input-type=module", "--eval", code], env);
  }

  static #start(t: TestContext, args: readonly string[], env: Record<string, string>): Child {
    const child = new Child(args, env, lateError(Child.#start));
    t.after(() => {
      child.#process.kill("SIGKILL");
      return child.exited.then(
        () => {},
        () => {},
      );
    });
    return child;
  }

  /** The first match of `wanted` in what the child prints. Errors: the child ended without it. */
  printed(wanted: RegExp): Promise<RegExpMatchArray> {
    const toError = lateError(this.printed);
    return new Promise((resolve, reject) => {
      this.#look = () => {
        const match = this.stdout.match(wanted);
        if (match !== null) resolve(match);
        else if (this.#process.exitCode !== null)
          reject(toError(this.#complaint(`ended without printing ${wanted}`)));
      };
      this.exited.catch(() => {
        reject(toError(this.#complaint(`${this.#givenUp ?? "ended"} while waiting for ${wanted}`)));
      });
      this.#look();
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  #complaint(what: string): string {
    return `the child ${what}\nstdout: ${this.stdout}\nstderr: ${this.stderr}`;
  }
}
