/** Skeletons: what a learner finds in a file that is to be written. Made of the course's own files, so tested on all of them. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { skeletonOf } from "../../scripts/learn/skeleton.ts";
import { readStage } from "../../scripts/lessons/course.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

test("header, comments, types and signatures stay, each body is an error that names the lesson", () => {
  const made = skeletonOf(
    `/** A header. */
import { type Shape, area } from "./shape.ts";

const LIMIT = 3;

/** What it is. */
export class Box extends Shape {
  /** Its story. */
  readonly #side: number;
  static count = 0;
  readonly twice = (n: number): number => n * 2;

  constructor(side: number) {
    super(side);
    this.#side = side;
  }

  get side(): number {
    return this.#side;
  }

  async #grow(by: number): Promise<void> {
    await area(by);
  }

  empty(): void {}
}

export const point = (x: number): { x: number } => ({ x });
export const table = { double: (n: number): number => n * 2, half(n: number): number { return n / LIMIT; } } as const;

export default function* numbers(): Generator<number> {
  yield 1;
}
`,
    "2.3",
  );
  assert.equal(
    made,
    `/** A header. */
import { type Shape, area } from "./shape.ts";

const LIMIT = 3;

/** What it is. */
export class Box extends Shape {
  /** Its story. */
  readonly #side: number;
  static count = 0;
  readonly twice = (n: number): number => {
    throw new Error("lesson 2.3: Box.twice");
  };

  constructor(side: number) {
    super(side);
    throw new Error("lesson 2.3: new Box");
  }

  get side(): number {
    throw new Error("lesson 2.3: Box.side");
  }

  async #grow(by: number): Promise<void> {
    throw new Error("lesson 2.3: Box.#grow");
  }

  empty(): void {}
}

export const point = (x: number): { x: number } => {
  throw new Error("lesson 2.3: point");
};
export const table = { double: (n: number): number => {
  throw new Error("lesson 2.3: table.double");
}, half(n: number): number {
  throw new Error("lesson 2.3: table.half");
} } as const;

export default function* numbers(): Generator<number> {
  throw new Error("lesson 2.3: numbers");
}
`,
  );
});

test("a program, which exports nothing, has none", () => {
  assert.equal(skeletonOf('import { run } from "./run.ts";\n\nrun();\n', "1.1"), null);
});

for (const day of [1, 2, 3, 4, 5]) {
  test(`the skeleton of every file of day ${day} type-checks as the learner's folder is checked`, (t) => {
    mkdirSync(join(ROOT, ".course"), { recursive: true });
    const folder = mkdtempSync(join(ROOT, ".course", "skeleton-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    // One folder deeper than work/.
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../../tsconfig.json",
        compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
        include: ["src"],
      }),
    );
    let bodies = 0;
    for (const [path, text] of readStage(ROOT, day)) {
      if (!path.startsWith("src/")) continue;
      const made = skeletonOf(text, `${day}.1`) ?? text;
      bodies += made.split(`throw new Error("lesson ${day}.1: `).length - 1;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), made);
    }
    assert.ok(bodies > 100, `only ${bodies} bodies were replaced`);
    const compiler = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript")));
    const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
    assert.equal(stdout, "");
    assert.equal(status, 0);
  });
}
