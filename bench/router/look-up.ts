/**
 * Measures look-ups: each router in its own process, and the rounds of all in turn, so what disturbs the machine
 * disturbs all of them. Used by bench/router/main.ts.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { median } from "../http/report.ts";
import { pinned } from "../machine.ts";
import type { LookUpSet } from "./sets.ts";
import type { Strings } from "./strings.ts";

export interface LookUpRow {
  readonly router: string;
  /** Nanoseconds for one look-up: the median of the rounds, and their range. null: see `problem`. */
  readonly ns: number | null;
  readonly least: number;
  readonly most: number;
  /** Why the router could not be measured. */
  readonly problem: string | null;
}

interface Report {
  readonly ns?: number;
  readonly error?: string;
}

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

async function start(router: string, set: LookUpSet, strings: Strings): Promise<[ChildProcess, Report]> {
  const script = fileURLToPath(new URL("look-up-process.ts", import.meta.url));
  const command = [process.execPath, "--import", "tsx", script, router, set.name, strings];
  const [program = "", ...args] = pinned(0, command);
  const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  running.add(child);
  return [child, await report(child)];
}

/** What the child says next, or that it has ended. Both listeners go then: a long run would gather them by the dozen. */
function report(child: ChildProcess): Promise<Report> {
  const over = new AbortController();
  const { signal } = over;
  return new Promise((resolve) => {
    const told = (what: Report) => {
      over.abort();
      resolve(what);
    };
    once(child, "message", { signal }).then(([message]) => told(message as Report), ignore);
    once(child, "exit", { signal }).then(() => told({ error: "its process ended" }), ignore);
  });
}

/** The listener that was not needed. */
function ignore(): void {}

/** `note` is told of every round. */
export async function measureLookUps(
  names: readonly string[],
  set: LookUpSet,
  strings: Strings,
  rounds: number,
  note: (text: string) => void,
): Promise<LookUpRow[]> {
  const children = new Map<string, ChildProcess>();
  const problems = new Map<string, string>();
  for (const name of names) {
    const [child, { error }] = await start(name, set, strings);
    children.set(name, child);
    if (error !== undefined) problems.set(name, error);
  }
  const samples = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, child] of children) {
      if (problems.has(name)) continue;
      child.send("round");
      const { ns = Number.NaN, error } = await report(child);
      if (error !== undefined) problems.set(name, error);
      else samples.get(name)?.push(ns);
      note(`${set.name} ${strings} ${round}/${rounds} ${name}: ${ns.toFixed(1)} ns`);
    }
  }
  for (const child of children.values()) {
    child.kill("SIGKILL");
    running.delete(child);
  }
  return names.map((router) => {
    const all = samples.get(router) ?? [];
    const problem = problems.get(router) ?? null;
    const ns = problem === null ? median(all) : null;
    return { router, ns, least: Math.min(...all), most: Math.max(...all), problem };
  });
}
