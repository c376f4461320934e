/**
 * checkManifest: the rules that days.json must keep by itself, before any folder is read: every entry has its
 * sentence, no file is born twice or changed before it is born, only the faces and three files
 * more change freely, and six may grow.
 */

import { FACES } from "./faces.ts";
import { birthOf } from "./history.ts";
import type { Change, Day, Manifest } from "./manifest.ts";
import type { Problem } from "./problem.ts";

/** The files that may change after their birth; each stands for a thing that really grows day by day. */
const MAY_CHANGE = [...FACES, "app/server.ts", "router/router-group.ts", "http/serve.ts"];

/** Files that grow, in the whole course: more would be a course that is written again each day. */
const MAY_GROW = 6;

export function checkManifest(manifest: Manifest): Problem[] {
  return [...checkEntries(manifest), ...checkGrowing(manifest)];
}

function checkGrowing(manifest: Manifest): Problem[] {
  const growing = new Set<string>();
  for (const { changes } of manifest) {
    for (const [file, { grows }] of changes) if (grows !== null) growing.add(file);
  }
  if (growing.size <= MAY_GROW) return [];
  const text = `${growing.size} files grow in days.json (${[...growing].join(", ")}), ${MAY_GROW} at most: give a job its own file`;
  return [{ days: [manifest.length], text }];
}

function checkEntries(manifest: Manifest): Problem[] {
  return manifest.flatMap((day) => {
    const texts: string[] = [];
    if (isBlank(day.idea)) texts.push(`days.json gives it no idea: write one sentence`);
    for (const [file, why] of day.adds) texts.push(...checkAdded(manifest, day, file, why));
    for (const [file, change] of day.changes) texts.push(...checkChanged(manifest, day, file, change));
    return texts.map((text) => ({ days: [day.number], text }));
  });
}

function checkAdded(manifest: Manifest, day: Day, file: string, why: string): string[] {
  const texts: string[] = [];
  const birth = birthOf(manifest, file) ?? day.number;
  if (birth < day.number) {
    texts.push(
      `days.json adds ${file}, which day${birth} added already: a file is born once, remove one of the two`,
    );
  }
  if (isBlank(why)) texts.push(`days.json adds ${file} without a sentence: say why it is needed`);
  return texts;
}

function checkChanged(manifest: Manifest, day: Day, file: string, change: Change): string[] {
  const texts: string[] = [];
  const birth = birthOf(manifest, file);
  if (birth === null || birth >= day.number) {
    texts.push(`days.json lists ${file} under "changes", but no earlier day adds it: list it under "adds"`);
  }
  if (isBlank(change.why)) texts.push(`days.json changes ${file} without a sentence: say why it changes`);
  const free = MAY_CHANGE.includes(file);
  if (free && change.exception !== null) {
    texts.push(`days.json gives ${file} an exception, which it does not need: remove "exception"`);
  }
  if (change.grows !== null && isBlank(change.grows))
    texts.push(`days.json says that ${file} grows: say why`);
  if (!free && isBlank(change.exception ?? "") && change.grows === null) {
    texts.push(
      `days.json changes ${file}, but only ${MAY_CHANGE.join(", ")} may change: ` +
        `leave it as it was, or give a reason as { "why": "…", "grows": "…" } or { "why": "…", "exception": "…" }`,
    );
  }
  return texts;
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}
