/**
 * lifeOf: what a process and all that it started are doing: how much CPU they have used, and whether one of them
 * runs or waits for its turn. Used to tell a program that stands still from one that is slow on a busy machine.
 * Reads /proc, so it knows something on Linux alone; it changes nothing.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface Life {
  /** CPU time used by them so far, the ended ones among them. In steps of 10 ms. */
  readonly cpuMs: number;
  /** One of them runs, wants to, or waits for a disk. Our own process, which is asking, does not count. */
  readonly isBusy: boolean;
}

interface Entry {
  readonly parent: number;
  readonly group: number;
  readonly state: string;
  readonly ticks: number;
}

/** Linux shows every time to programs in these units, whatever the kernel counts in. */
const MS_PER_TICK = 10;

/** A look at all processes takes milliseconds, and many may ask at once: a look this new is good enough. */
const FRESH_MS = 200;
let last: { readonly at: number; readonly table: ReadonlyMap<number, Entry> } | null = null;

/** Null where the system does not say, or when there is no such process. At most 200 ms old. */
export function lifeOf(pid: number): Life | null {
  if (last === null || performance.now() - last.at > FRESH_MS) {
    last = { at: performance.now(), table: readTable() };
  }
  const { table } = last;
  if (!table.has(pid)) return null;
  let ticks = 0;
  let isBusy = false;
  for (const [id, entry] of table) {
    if (!belongsTo(pid, id, table)) continue;
    ticks += entry.ticks;
    if (id !== process.pid && /[RD]/.test(entry.state)) isBusy = true;
  }
  return { cpuMs: ticks * MS_PER_TICK, isBusy };
}

/** By process id; empty where there is no /proc. */
function readTable(): Map<number, Entry> {
  const table = new Map<number, Entry>();
  if (!existsSync("/proc/self/stat")) return table;
  for (const name of readdirSync("/proc")) {
    const entry = /^\d+$/.test(name) ? readEntry(name) : null;
    if (entry !== null) table.set(Number(name), entry);
  }
  return table;
}

/** proc_pid_stat(5). The name, in brackets, may hold anything: what follows its last bracket is plain. */
function readEntry(name: string): Entry | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${name}/stat`, "latin1");
  } catch {
    // It has ended in between.
    return null;
  }
  const [state = "", parent, group, , , , , , , , , user, system, childUser, childSystem] = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ");
  const ticks = Number(user) + Number(system) + Number(childUser) + Number(childSystem);
  return { parent: Number(parent), group: Number(group), state, ticks };
}

/** It is the process, descends from it, or is in its group: one whose parent has ended belongs to it still. */
function belongsTo(pid: number, id: number, table: ReadonlyMap<number, Entry>): boolean {
  if (table.get(id)?.group === pid) return true;
  // Bounded, since the table is no snapshot: a number that was given out anew may make a circle.
  for (let at = id, steps = 0; at > 1 && steps < 64; at = table.get(at)?.parent ?? 0, steps += 1) {
    if (at === pid) return true;
  }
  return false;
}
