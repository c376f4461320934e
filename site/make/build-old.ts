/** Builds the site where something that it is made of has changed since the last time. Called by main.ts. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "./build.ts";

/** Whatever a page is made of. */
const SOURCES = [
  "docs",
  "day1",
  "day2",
  "day3",
  "day4",
  "day5",
  "tests",
  "exercises",
  "scripts",
  "deploy",
  "bench",
  "site",
];
const ALONE = ["README.md", "CONTRIBUTING.md", "AGENTS.md", "days.json", "package.json"];

/**
 * A line about what was done. `target`: another folder than site/.build, always built. Errors: NoSiteError where the
 * target has other things in it, which a build would take away.
 */
export async function buildOld(site: string, target?: string): Promise<string> {
  const root = dirname(site);
  const own = join(site, ".build");
  const out = target === undefined ? own : resolve(target);
  const cache = join(site, ".cache");
  const stamp = join(cache, "stamp");
  const now = stampOf(root);
  const isNew =
    existsSync(stamp) && readFileSync(stamp, "utf8") === now && existsSync(join(out, "index.html"));
  if (isNew && target === undefined) return "the site is as new as the course";
  if (out !== own && holdsOtherThings(out)) throw new NoSiteError(out);
  mkdirSync(cache, { recursive: true });
  // The stamp speaks of site/.build alone; a build of it that is cut off leaves none.
  if (out === own) rmSync(stamp, { force: true });
  const { pages, changed, dead, ms } = await build({ root, out, cache });
  if (out === own) writeFileSync(stamp, now);
  const lines = [`${pages} pages in ${(ms / 1000).toFixed(1)} s, ${changed} files written to ${out}`];
  return [...lines, ...dead.map((link) => `  leads nowhere: ${link}`)].join("\n");
}

/** The folder that was named has files, and no site among them. */
export class NoSiteError extends Error {
  constructor(folder: string) {
    super(
      `${folder} is not empty and holds no site. A build takes away what it has not written: name another folder`,
    );
    this.name = "NoSiteError";
  }
}

function holdsOtherThings(folder: string): boolean {
  if (!existsSync(folder)) return false;
  if (!statSync(folder).isDirectory()) return true;
  return readdirSync(folder).length > 0 && !existsSync(join(folder, "assets", "places.json"));
}

/** Names, sizes and times of all sources. */
function stampOf(root: string): string {
  const hash = createHash("sha256");
  const add = (path: string) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  };
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) add(path);
    }
  };
  for (const folder of SOURCES) if (existsSync(join(root, folder))) visit(folder);
  for (const file of ALONE) if (existsSync(join(root, file))) add(file);
  return hash.digest("hex");
}
