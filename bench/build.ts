/** ray as JavaScript, the way one would deploy it: tsx would add work of its own to what is measured. */

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where the build of an older revision goes, sources and all. */
const BEFORE = here(".before");

/** Compiles day5/src into bench/.build. False: it does not compile, and the compiler has said why. */
export function build(): boolean {
  return compile(here("tsconfig.build.json"));
}

/**
 * Compiles day5/src as it was at `revision`, a name that git knows, into bench/.before/out: so that a change can be
 * measured against what was there before, in one run. Errors: a sentence, when there is no such revision.
 */
export function buildBefore(revision: string): boolean {
  rmSync(BEFORE, { recursive: true, force: true });
  mkdirSync(BEFORE);
  const archive = spawnSync("git", ["archive", "--format=tar", revision, "day5/src"], {
    cwd: here(".."),
    maxBuffer: 64 * 1024 * 1024,
  });
  if (archive.status !== 0)
    throw new Error(`--before: git knows no revision "${revision}" that has a day5/src`);
  spawnSync("tar", ["-xf", "-", "-C", BEFORE], { input: archive.stdout });
  const compilerOptions = { rootDir: "day5/src", outDir: "out" };
  const config = { extends: "../tsconfig.build.json", compilerOptions, include: ["day5/src"], exclude: [] };
  writeFileSync(`${BEFORE}/tsconfig.json`, JSON.stringify(config));
  return compile(`${BEFORE}/tsconfig.json`);
}

function compile(project: string): boolean {
  const tsc = here("../node_modules/typescript/bin/tsc");
  const done = spawnSync(process.execPath, [tsc, "--project", project], { stdio: "inherit" });
  return done.status === 0;
}
