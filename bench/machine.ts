/**
 * What the machine can do and tell: which programs it has, how much CPU time and memory a process has used.
 */

import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, platform, release } from "node:os";

export function onPath(program: string): boolean {
  const probe = process.platform === "win32" ? "where" : "which";
  return spawnSync(probe, [program], { stdio: "ignore" }).status === 0;
}

/** One line about where the figures come from. */
export function describeMachine(): string {
  const cpu = cpus()[0]?.model.trim() ?? "unknown CPU";
  return `Node ${process.version}, ${platform()} ${release()}, ${availableParallelism()} × ${cpu}`;
}

/** User and system time of a process so far, in microseconds. */
export function cpuTimeUs(pid: number): number {
  if (process.platform === "linux") {
    // proc(5): fields 14 and 15, in ticks of 10 ms. The name in field 2 may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  }
  const text = execFileSync("ps", ["-o", "time=", "-p", String(pid)], { encoding: "utf8" }).trim();
  const seconds = text.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds * 1_000_000;
}

/** Resident memory of a process in bytes. */
export function residentBytes(pid: number): number {
  const text = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(text.trim()) * 1024;
}

/** Servers on one core and the load on another, where the machine can do that. */
export function pinned(core: number, command: readonly string[]): readonly string[] {
  const possible = availableParallelism() > 1 && onPath("taskset");
  return possible ? ["taskset", "-c", String(core), ...command] : command;
}
