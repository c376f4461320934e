/**
 * A program as a child process, as a person would start it: what it prints, how it ends. Nothing waits
 * longer than 10 s: then the child is killed and the error shows all that it printed.
 */

import { type ChildProcess, spawn } from "node:child_process";
import type { TestContext } from "node:test";

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const DEADLINE_MS = 10_000;

export class Child {
  /** Resolves when the child has ended and all that it printed is here. Errors: it did not end in time. */
  readonly exited: Promise<Exit>;
  stdout = "";
  stderr = "";
  readonly #process: ChildProcess;
  readonly #deadline: NodeJS.Timeout;
  #look: () => void = () => {};

  private constructor(args: readonly string[], env: Record<string, string>) {
    this.#process = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), ...args], {
      // As from a shell: without what the test runner sets for its own children, and without npm's traces.
      env: { ...process.env, NODE_TEST_CONTEXT: undefined, npm_lifecycle_event: undefined, ...env },
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
        clearTimeout(this.#deadline);
        this.#look();
        if (signal === "SIGKILL") reject(this.#complaint("did not end in time"));
        else resolve({ code, signal, stdout: this.stdout, stderr: this.stderr });
      });
    });
    this.exited.catch(() => {});
    this.#deadline = setTimeout(() => this.#process.kill("SIGKILL"), DEADLINE_MS);
  }

  /** Starts a TypeScript file. */
  static run(t: TestContext, file: string, env: Record<string, string> = {}): Child {
    return Child.#start(t, [file], env);
  }

  /** Starts a piece of code, as a module. */
  static code(t: TestContext, code: string, env: Record<string, string> = {}): Child {
    return Child.#start(t, ["--input-type=module", "--eval", code], env);
  }

  static #start(t: TestContext, args: readonly string[], env: Record<string, string>): Child {
    const child = new Child(args, env);
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
    return new Promise((resolve, reject) => {
      this.#look = () => {
        const match = this.stdout.match(wanted);
        if (match !== null) resolve(match);
        else if (this.#process.exitCode !== null) reject(this.#complaint(`ended without printing ${wanted}`));
      };
      this.exited.catch(reject);
      this.#look();
    });
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  #complaint(what: string): Error {
    return new Error(`the child ${what}\nstdout: ${this.stdout}\nstderr: ${this.stderr}`);
  }
}
