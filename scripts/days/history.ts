/**
 * Where a file's present text began, according to days.json. A file is born on the day that adds it; each day that
 * lists it as changed begins a new version, which the following days copy. Used by the check, carry and diff tools.
 */

import type { Manifest } from "./manifest.ts";

/** The number of the day that adds the file, or null when no day does. */
export function birthOf(manifest: Manifest, file: string): number | null {
  return manifest.find((day) => day.adds.has(file))?.number ?? null;
}

/** The day on which the version that day `day` holds began, or null when the file is not born by then. */
export function originOf(manifest: Manifest, file: string, day: number): number | null {
  const birth = birthOf(manifest, file);
  if (birth === null || birth > day) return null;
  const changed = manifest.findLast((one) => one.number <= day && one.changes.has(file));
  return Math.max(birth, changed?.number ?? birth);
}
