/**
 * The two questions days-carry and lessons-sync ask git: what a file looked like at a commit, and whether two edits of one
 * text go together. Runs git without a shell and with a deadline; never writes to the repository.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CourseError } from "./course-error.ts";

const DEADLINE_MS = 10_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** The text at a commit, or null and git's own reason why there is none. */
export type Committed = { content: Buffer } | { content: null; reason: string };

/**
 * @param path relative to `root`, which may be a folder inside the repository.
 * @param commit the last one, when none is given.
 */
export function committed(root: string, path: string, commit = "HEAD"): Committed {
  const { status, stdout, stderr, error } = git(root, ["show", `${commit}:./${path}`]);
  if (status === 0) return { content: stdout };
  const reason = error?.message ?? stderr.toString("utf8").trim().split("\n")[0] ?? "";
  return { content: null, reason: reason.replace(/^fatal: /, "") };
}

/**
 * Three-way merge: `mine` with what turned `base` into `theirs`.
 * @returns the merged text, or null when the edits conflict.
 */
export function mergeTexts(mine: Buffer, base: Buffer, theirs: Buffer): Buffer | null {
  const folder = mkdtempSync(join(tmpdir(), "days-carry-"));
  try {
    const paths = Object.entries({ mine, base, theirs }).map(([name, content]) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    });
    const { status, stdout, stderr, error } = git(folder, ["merge-file", "-p", ...paths]);
    if (status === 0) return stdout;
    // The exit status is the number of conflicts, at most 127; above that git itself has failed.
    if (status !== null && status <= 127) return null;
    throw new CourseError(`git merge-file failed: ${error?.message ?? stderr.toString("utf8").trim()}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function git(folder: string, args: string[]) {
  return spawnSync("git", args, {
    cwd: folder,
    env: { ...process.env, LC_ALL: "C" },
    maxBuffer: MOST_BYTES,
    timeout: DEADLINE_MS,
  });
}
