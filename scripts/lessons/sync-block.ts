/**
 * syncBlock: a block that shows a part of a file, brought to the file's new text. Called by sync-page.ts. It never
 * guesses: what could be meant in two ways, and what shows a passing state, is told and left to a person.
 */
import { diffArrays } from "diff";
import { placesOf } from "./apply-blocks.ts";

/** Old lines from `from` up to `to`, and what stands in their place. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

export type Synced =
  /** It is as it was. */
  | { readonly kind: "same" }
  | { readonly kind: "new"; readonly lines: readonly string[] }
  /** Why a person has to look. */
  | { readonly kind: "open"; readonly why: string };

export function changesOf(before: readonly string[], now: readonly string[]): Change[] {
  const changes: { from: number; to: number; lines: string[] }[] = [];
  let at = 0;
  let open = false;
  for (const { value, added, removed } of diffArrays([...before], [...now])) {
    if (added || removed) {
      if (!open) changes.push({ from: at, to: at, lines: [] });
      open = true;
      const last = changes.at(-1);
      if (removed) at += value.length;
      if (last !== undefined && removed) last.to = at;
      if (added) last?.lines.push(...value);
    } else {
      open = false;
      at += value.length;
    }
  }
  return changes;
}

/** `lines`: of a block, of kind file or more. `before`: the file's lines, of which the block may be a part. */
export function syncLines(
  lines: readonly string[],
  before: readonly string[],
  changes: readonly Change[],
): Synced {
  const places = placesOf(lines, before);
  const [from] = places;
  if (from === undefined || places.length > 1) return passing(lines, before, changes);
  const to = from + lines.length;
  const inside: Change[] = [];
  for (const change of changes) {
    if (change.to <= from && !(change.from === change.to && change.from === from)) continue;
    if (change.from >= to && !(change.from === change.to && change.from === to)) continue;
    const isEdge = change.from === change.to && (change.from === from || change.from === to);
    const isEnd =
      (change.from === 0 && from === 0) || (change.from === before.length && to === before.length);
    if (isEdge && !isEnd)
      return {
        kind: "open",
        why: `"${shown(change)}" is new right ${change.from === from ? "above" : "below"} it`,
      };
    if (change.from < from || change.to > to)
      return { kind: "open", why: "a change reaches over its end: cut the blocks anew" };
    inside.push(change);
  }
  if (inside.length === 0) return { kind: "same" };
  return { kind: "new", lines: replaced(lines, from, inside) };
}

/** `lines`: of a diff. Only what it adds is rewritten; its context says where it fits, and that a person must see. */
export function syncDiff(
  lines: readonly string[],
  before: readonly string[],
  changes: readonly Change[],
): Synced {
  let result: readonly string[] = lines;
  for (const run of addedRuns(lines)) {
    const text = lines.slice(run.from, run.to).map((line) => line.slice(1));
    const synced = syncLines(text, before, changes);
    if (synced.kind === "open") return synced;
    if (synced.kind === "same") continue;
    // From the last run upwards, so that what is above keeps its place.
    const marked = synced.lines.map((line) => `+${line}`);
    result = [...result.slice(0, run.from), ...marked, ...result.slice(run.to)];
  }
  const context = lines.filter((line) => !line.startsWith("+")).map((line) => line.slice(1));
  const touched = passing(context, before, changes);
  if (touched.kind === "open") return touched;
  return result === lines ? { kind: "same" } : { kind: "new", lines: result };
}

/** Stretches of "+" lines, the last first. */
function addedRuns(lines: readonly string[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith("+")) continue;
    const last = runs.at(-1);
    if (last?.to === index) last.to = index + 1;
    else runs.push({ from: index, to: index + 1 });
  }
  return runs.reverse();
}

/** No part of the old file, or more than one: does it have a line that has changed? */
function passing(lines: readonly string[], before: readonly string[], changes: readonly Change[]): Synced {
  const old = changes
    .flatMap(({ from, to }) => before.slice(from, to))
    .filter((line) => line.trim().length > 3);
  const shared = lines.find((line) => old.includes(line));
  if (shared === undefined) return { kind: "same" };
  return { kind: "open", why: `it shows a passing state, with a line that has changed: "${shared.trim()}"` };
}

function replaced(lines: readonly string[], from: number, changes: readonly Change[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const change of changes) {
    result.push(...lines.slice(at, change.from - from), ...change.lines);
    at = change.to - from;
  }
  return [...result, ...lines.slice(at)];
}

const shown = ({ lines }: Change) => lines.find((line) => line.trim() !== "")?.trim() ?? "";
