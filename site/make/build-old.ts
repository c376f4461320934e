/** Builds the site where something that it is made of has changed since the last time. Called by main.ts. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
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

/** A line about what was done. `target`: another folder than site/.build, always built. */
export async function buildOld(site: string, target?: string): Promise<string> {
  const root = dirname(site);
  const out = target === undefined ? join(site, ".build") : resolve(target);
  const cache = join(site, ".cache");
  const stamp = join(cache, "stamp");
  const now = stampOf(root);
  const isNew =
    existsSync(stamp) && readFileSync(stamp, "utf8") === now && existsSync(join(out, "index.html"));
  if (isNew && target === undefined) return "the site is as new as the course";
  mkdirSync(cache, { recursive: true });
  const { pages, changed, dead, ms } = await build({ root, out, cache });
  writeFileSync(stamp, now);
  const lines = [`${pages} pages in ${(ms / 1000).toFixed(1)} s, ${changed} files written to ${out}`];
  return [...lines, ...dead.map((link) => `  leads nowhere: ${link}`)].join("\n");
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
