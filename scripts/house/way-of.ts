/**
 * wayOf: asks request-way.ts, in a process of its own, which files one request passes. Called by figures.ts and docs.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Way } from "./request-way.ts";

/** Of the last day in `root`. Errors: what the process printed, when it failed. */
export function wayOf(root: string): Way {
  const script = fileURLToPath(new URL("request-way.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), script, join(root, "day5", "src")],
    // A test's coverage is not of this process, whose counters are at work.
    { encoding: "utf8", env: { ...process.env, NODE_V8_COVERAGE: undefined, NODE_TEST_CONTEXT: undefined } },
  );
  if (status !== 0) throw new Error(`the way of a request cannot be followed:\n${stderr}`);
  return JSON.parse(stdout) as Way;
}

/** The way, room by room: the files of each that are passed, rooms in the given order. */
export function byRoom(
  way: Way,
  rooms: readonly string[],
  roomOf: (file: string) => string,
): readonly (readonly [room: string, files: readonly string[]])[] {
  const passed = way.files.map(([file]) => file);
  return rooms
    .map((room) => [room, passed.filter((file) => roomOf(file) === room)] as const)
    .filter(([, files]) => files.length > 0);
}
