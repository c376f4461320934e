/**
 * doctor: is everything here that the course needs? Each look is one line, with what mends it. Called as a command, also
 * when nothing else works: it needs no lesson, no state and no folder of the learner's.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Course } from "./course.ts";
import { Desk } from "./desk.ts";
import { Disk, diskTrouble } from "./disk.ts";
import type { Outcome, ResultRow } from "./outcome.ts";

/** Null: all is well. */
type Trouble = string | null;

interface Look {
  readonly what: string;
  readonly at: (root: string) => Trouble | Promise<Trouble>;
  /** The course works without it. */
  readonly mayFail?: boolean;
}

const LEAST_NODE = [20, 19] as const;
const LEAST_DISK = 200 * 1024 * 1024;

const LOOKS: readonly Look[] = [
  { what: "Node", at: node },
  { what: "packages", at: packages },
  { what: "lessons", at: lessons },
  { what: "the course's files are unchanged", at: unchanged, mayFail: true },
  { what: "work/ and .course/ can be written", at: writable },
  { what: "what is known about you", at: state },
  { what: "disk", at: disk },
  { what: "port 3000 is free", at: port, mayFail: true },
];

export async function doctor(root: string): Promise<Outcome> {
  const lines: string[] = [];
  const rows: ResultRow[] = [];
  let isWell = true;
  for (const { what, at, mayFail = false } of LOOKS) {
    const trouble = await at(root);
    const sign = trouble === null ? "✔" : mayFail ? "!" : "✖";
    lines.push(`${sign} ${what}${trouble === null ? "" : `: ${trouble}`}`);
    rows.push({ name: what, status: trouble === null || mayFail ? "pass" : "error", message: trouble });
    if (trouble !== null && !mayFail) isWell = false;
  }
  return { code: isWell ? 0 : 3, lines, rows };
}

function node(): Trouble {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return null;
  return `this is ${process.versions.node}, and the course needs ${LEAST_NODE.join(".")}: https://nodejs.org`;
}

function packages(root: string): Trouble {
  const wanted = json(join(root, "package-lock.json"))?.packages as
    | Record<string, { version?: string }>
    | undefined;
  const own = json(join(root, "package.json"))?.devDependencies as Record<string, string> | undefined;
  if (wanted === undefined || own === undefined)
    return "package.json or package-lock.json is missing: git checkout them";
  for (const name of Object.keys(own)) {
    const found = json(join(root, "node_modules", name, "package.json"))?.version;
    const want = wanted[`node_modules/${name}`]?.version;
    if (found === undefined) return `${name} is not installed: npm ci`;
    if (found !== want) return `${name} is ${found} and should be ${want}: npm ci`;
  }
  return null;
}

function lessons(root: string): Trouble {
  try {
    return new Course(root).lessons.length > 0 ? null : "there are none";
  } catch (error) {
    return (error as Error).message;
  }
}

function unchanged(root: string): Trouble {
  const folders = ["day1", "day2", "day3", "day4", "day5", "tests", "docs", "scripts"];
  const git = spawnSync("git", ["status", "--porcelain", "--", ...folders], { cwd: root, encoding: "utf8" });
  if (git.status !== 0) return "this is no git repository, so no one can tell";
  const changed = git.stdout.split("\n").filter((line) => line !== "");
  if (changed.length === 0) return null;
  const names = changed.slice(0, 3).map((line) => line.slice(3));
  return `${names.join(", ")}${changed.length > 3 ? " …" : ""} changed: git diff shows how, git checkout takes it back`;
}

function writable(root: string): Trouble {
  for (const folder of ["work", ".course"]) {
    const probe = join(root, folder, `.probe-${process.pid}`);
    const isNew = !existsSync(join(root, folder));
    try {
      mkdirSync(join(root, folder), { recursive: true });
      new Disk().write(probe, Buffer.from("probe"));
    } catch (error) {
      return diskTrouble(error) ?? (error as Error).message;
    } finally {
      rmSync(isNew ? join(root, folder) : probe, { recursive: true, force: true });
    }
  }
  return null;
}

function state(root: string): Trouble {
  if (!existsSync(join(root, ".course"))) return null;
  try {
    return new Desk(root).found === "the state was damaged"
      ? "it was damaged, and is mended from its history"
      : null;
  } catch (error) {
    return diskTrouble(error) ?? (error as Error).message;
  }
}

function disk(root: string): Trouble {
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  return free >= LEAST_DISK ? null : `only ${Math.floor(free / 1024 / 1024)} MiB are free: make room`;
}

/** What `npm run work` listens on. */
function port(): Promise<Trouble> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(`${error.code}: another program has it. PORT=3001 npm run work takes another one`),
    );
    server.listen(3000, "127.0.0.1", () => server.close(() => resolve(null)));
  });
}

function json(path: string): Record<string, unknown> | null {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
