/** In a server under stress: its figures, whenever its parent asks for them. */

import { readdirSync } from "node:fs";
import { getHeapStatistics } from "node:v8";
import type { Figures } from "./figures.ts";

/** `worked`: requests to /work that have begun. */
export function tellFigures(worked: () => number = () => 0): void {
  process.on("message", () => process.send?.(figures(worked())));
}

function figures(worked: number): Figures {
  for (let n = 0; n < 4; n += 1) globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  // The moment of asking has an Immediate of its own, now and then.
  const handles = process.getActiveResourcesInfo().filter((name) => name !== "Immediate");
  const { used_heap_size: heapUsed } = getHeapStatistics();
  return {
    rss: residentBytes(),
    heapUsed,
    cpuMs: (user + system) / 1000,
    handles,
    files: openFiles(),
    worked,
  };
}

/** Null without a free file, and where there is no /proc. The folder itself is open while it is read. */
function openFiles(): number | null {
  try {
    return readdirSync("/proc/self/fd").length - 1;
  } catch {
    return null;
  }
}

/** Null without a free file: the system tells it through one. */
function residentBytes(): number | null {
  try {
    return process.memoryUsage.rss();
  } catch {
    return null;
  }
}
