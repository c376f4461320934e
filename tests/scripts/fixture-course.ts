/**
 * FixtureCourse: a small course of three days in a temporary folder, and the real tools run on it as child
 * processes. The tests in this folder plant one fault each and read what the tool says about it.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { checkCourse } from "../../scripts/days/check-course.ts";

interface Entry {
  idea: string;
  adds: Record<string, string>;
  changes: Record<string, string | { why: string; exception?: string; grows?: string }>;
  parts?: Record<string, { idea: string; files: string[]; first?: Record<string, string>; tests?: string[] }>;
}

export type Days = Record<string, Entry>;

interface Result {
  code: number | null;
  stdout: string;
  stderr: string;
  /** The lines of stdout. */
  lines: string[];
}

const SCRIPTS = fileURLToPath(new URL("../../scripts/", import.meta.url));
const TSX = import.meta.resolve("tsx");

/** Ten lines, so that two edits can lie far enough apart to merge. */
export const CONN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `export const line${n} = ${n};\n`).join("");
export const INDEX = `export { line1, line2 } from "./net/conn.ts";\n// 1\n// 2\n// 3\n// 4\n// 5\n`;
/** Uses all that the days offer, since nothing may be offered in vain. */
const EXAMPLE = `${[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `line${n};`).join("\n")}\nlet route: Route;\n`;
export const ROUTER = `import type { line1 } from "../net/conn.ts";\nexport type Route = typeof line1;\n`;

const DAYS: Days = {
  day1: {
    idea: "a socket",
    adds: { "net/conn.ts": "reads and writes", "index.ts": "the door" },
    changes: {},
  },
  day2: { idea: "a router", adds: { "router/router.ts": "finds the handler" }, changes: {} },
  day3: { idea: "the rest", adds: {}, changes: { "index.ts": "names the router too" } },
};

export class FixtureCourse {
  readonly root = mkdtempSync(join(tmpdir(), "fixture-course-"));
  readonly days: Days = structuredClone(DAYS);

  /** A course without any fault; its folder is removed when the test ends. */
  constructor(t: TestContext) {
    t.after(() => rmSync(this.root, { recursive: true, force: true }));
    this.write("day1/src/net/conn.ts", CONN);
    this.write("day1/src/index.ts", INDEX);
    this.write("day1/examples/main.ts", EXAMPLE);
    this.copyDay(1, 2);
    this.write("day2/src/router/router.ts", ROUTER);
    this.copyDay(2, 3);
    this.write("day3/src/index.ts", `${INDEX}export type { Route } from "./router/router.ts";\n`);
    this.saveDays();
  }

  saveDays(): void {
    this.write("days.json", JSON.stringify(this.days, null, 2));
  }

  /** The entry of one day, to be changed before saveDays. */
  day(number: number): Entry {
    const entry = this.days[`day${number}`];
    if (entry === undefined) throw new Error(`the fixture has no day${number}`);
    return entry;
  }

  write(path: string, text: string): void {
    const full = join(this.root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** Replaces one text in a file; the text must occur. */
  edit(path: string, old: string, now: string): void {
    const text = this.read(path);
    if (!text.includes(old)) throw new Error(`${path} has no ${old}`);
    this.write(path, text.replace(old, now));
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true });
  }

  copyDay(from: number, to: number): void {
    cpSync(join(this.root, `day${from}`), join(this.root, `day${to}`), { recursive: true });
  }

  /** A fourth day, which changes nothing: a copy that follows the changed index.ts of day 3. */
  addDay4(): this {
    this.days.day4 = { idea: "more", adds: {}, changes: {} };
    this.copyDay(3, 4);
    this.saveDays();
    return this;
  }

  /** Makes the present state the last commit, against which days-carry compares. */
  commit(): this {
    const identity = [
      "-c",
      "user.name=Test",
      "-c",
      "user.email=test@localhost",
      "-c",
      "commit.gpgsign=false",
    ];
    for (const args of [
      ["init", "-q"],
      ["add", "-A"],
      [...identity, "commit", "-q", "-m", "course"],
    ]) {
      const { status, stderr } = spawnSync("git", args, {
        cwd: this.root,
        env: environment(),
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    }
    return this;
  }

  /**
   * What `days-check` says of this course, without its process: starting one costs more than the check. That the
   * command says the same is asserted in days-check.test.ts.
   */
  check(): Pick<Result, "code" | "lines"> {
    const { lines, ok } = checkCourse(this.root);
    return { code: ok ? 0 : 1, lines };
  }

  /** Runs scripts/NAME.ts on this course. */
  run(name: "days-check" | "days-carry" | "days-diff", ...args: string[]): Result {
    const script = join(SCRIPTS, `${name}.ts`);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", TSX, script, "--root", this.root, ...args],
      // A working directory elsewhere: only --root may decide.
      { cwd: tmpdir(), env: environment(), encoding: "utf8", timeout: 60_000 },
    );
    return { code: status, stdout, stderr, lines: stdout.split("\n").filter((line) => line !== "") };
  }
}

/** Without the variables by which a git hook, or a forced colour, would reach into the fixture. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(GIT_|FORCE_COLOR$|NODE_)/.test(name));
  // Stops git from finding a repository around the temporary folder.
  return { ...Object.fromEntries(own), GIT_CEILING_DIRECTORIES: tmpdir() };
}
