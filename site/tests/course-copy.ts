/** The course in a temporary folder, with a `work` of its own: a test writes into it as a learner would. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./site.ts";

const COPIED = [
  "docs",
  "day1",
  "day2",
  "day3",
  "day4",
  "day5",
  "tests/support",
  "tests/day1",
  "scripts/shared",
  "scripts/test",
];
const FILES = ["tsconfig.json", "biome.json", "package.json", "package-lock.json"];

export class CourseCopy {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "ray-site-")));

  constructor() {
    mkdirSync(join(this.root, "tests"));
    mkdirSync(join(this.root, "scripts"));
    for (const path of [...COPIED, ...FILES])
      cpSync(join(root, path), join(this.root, path), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(this.root, "node_modules"), "junction");
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}
