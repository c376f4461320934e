/**
 * Spares: processes for test files that were started before there is a file for them. To start Node, tsx and node:test
 * takes longer than most files do, and a learner who saves is waiting. A spare has seen none of the code under test, and
 * serves once. Made by scripts/learn/checker.ts; taken by told-child.ts.
 */
import { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { signalGroup } from "./child.ts";
import { reporterArguments } from "./run-file.ts";
import { type Started, startTold, type ToldChild } from "./told-child.ts";

const WAITING = fileURLToPath(new URL("waiting.ts", import.meta.url));

/** As many as there are files at a time. */
const MOST = 2;

/** What a spare is told to become: the paths of process.argv, and the environment. */
export interface Job {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Variables that are not to be set. */
  readonly unset: readonly string[];
}

export class Spares {
  readonly #cwd: string;
  #ready: Started[] = [];

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** Starts what is missing. They end with us, or with `end`. */
  fill(): void {
    while (this.#ready.length < MOST) {
      const spare = startTold([...reporterArguments, WAITING], { cwd: this.#cwd, env: {} }, "pipe");
      this.#ready.push(spare);
      // One that waits keeps us from nothing.
      for (const handle of handlesOf(spare)) handle.unref();
      const drop = () => {
        this.#ready = this.#ready.filter((each) => each !== spare);
      };
      spare.child.once("exit", drop).once("error", drop);
      // It ended just when it was given its job: its end says so.
      spare.child.stdin?.on("error", () => {});
    }
  }

  end(): void {
    for (const { child } of this.#ready.splice(0)) signalGroup(child, "SIGKILL");
  }

  /** Null: there is none, or the run needs another process than these are. */
  take({ args, env, cwd }: Pick<ToldChild, "args" | "env" | "cwd">): Started | null {
    const own = args.slice(reporterArguments.length);
    const isAlike = reporterArguments.every((each, at) => args[at] === each);
    if (!isAlike || cwd !== this.#cwd || own.some((each) => each.startsWith("-"))) return null;
    const spare = this.#ready.shift();
    if (spare === undefined) return null;
    const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const unset = Object.keys(env).filter((name) => env[name] === undefined);
    const job: Job = { args: own, env: Object.fromEntries(set), unset };
    for (const handle of handlesOf(spare)) handle.ref();
    spare.child.stdin?.end(JSON.stringify(job));
    return spare;
  }
}

/** The process and its pipes, which are sockets. */
function handlesOf({ child }: Started): { ref(): void; unref(): void }[] {
  return [child, ...child.stdio.filter((stream) => stream instanceof Socket)];
}
