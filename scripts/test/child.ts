/**
 * Child processes that cannot outlive us. Used by the test runner, the coverage run and the docs check.
 * Each child leads a process group of its own, so that ending it ends what it started as well, and
 * nothing else.
 */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

const running = new Set<ChildProcess>();
const windows = process.platform === "win32";

// However we end: no child is left behind.
process.once("exit", () => {
  for (const child of running) signalGroup(child, "SIGKILL");
});

/** Starts a program without a shell. stdin is empty, stdout and stderr are pipes unless `options.stdio` differs. */
export function startChild(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): ChildProcess {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
    ...options,
    detached: !windows,
  });
  running.add(child);
  child.once("error", () => running.delete(child));
  child.once("exit", () => {
    running.delete(child);
    // What the child left behind would keep our pipes open, and "close" would never come.
    signalGroup(child, "SIGKILL");
  });
  return child;
}

/** Sends a signal to the child's group. On Windows, which knows no signals, the process tree is ended. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (windows) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" }).on("error", () =>
      child.kill(),
    );
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: the whole group is gone already.
  }
}

/** Ends a child: a request first, force after a while. Resolves when it is gone. */
export async function stopChild(child: ChildProcess, graceMs = 1000): Promise<void> {
  if (!running.has(child)) return;
  const gone = once(child, "exit");
  signalGroup(child, "SIGTERM");
  const force = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
  await gone;
  clearTimeout(force);
}

let isEnding = false;

/** A signal has come, and all children are being ended: what they leave unfinished is no result. */
export function isEndedBySignal(): boolean {
  return isEnding;
}

/** On ctrl-c and its relatives: ends every child, then this process. Called once by each command line tool. */
export function endChildrenOnSignal(): void {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const signal of Object.keys(codes) as (keyof typeof codes)[]) {
    process.once(signal, async () => {
      isEnding = true;
      // SIGTERM may come from a tool above us that gives us a second: our own children get less.
      const graceMs = signal === "SIGTERM" ? 300 : 1000;
      await Promise.all([...running].map((child) => stopChild(child, graceMs)));
      process.exit(codes[signal]);
    });
  }
}

/** Our environment for a child, with some variables set and others (value `undefined`) taken away. */
export function childEnv(changes: Record<string, string | undefined>): NodeJS.ProcessEnv {
  // NODE_TEST_CONTEXT would make node:test in the child believe that a runner of Node's own listens.
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_TEST_CONTEXT: undefined, ...changes };
  for (const name of Object.keys(env)) if (env[name] === undefined) delete env[name];
  return env;
}
