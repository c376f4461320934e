/**
 * Runs the compiler over the type tests: tsx only takes the types away. They are compiled against the stage
 * under test, in a copy of the tests that finds it where it expects day 5.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { srcDir, stage } from "../support/stage.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** stage.ts without the types of faces that are born on a later day: here they are no files. */
function stageWithItsFaces(): string {
  const text = readFileSync(join(root, "tests", "support", "stage.ts"), "utf8");
  return text.replaceAll(/ &\s+typeof import\("[./]+day5\/src\/([\w-]+\.ts)"\)/g, (whole, face: string) =>
    existsSync(join(srcDir, face)) ? whole : "",
  );
}

/** A folder with the type tests of all days so far, and the stage in the place of day 5. */
function copyTests(t: TestContext): { folder: string; files: string[] } {
  const folder = mkdtempSync(join(tmpdir(), "ray-types-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  // A junction needs no rights on Windows; elsewhere it is a plain link.
  mkdirSync(join(folder, "day5"));
  symlinkSync(srcDir, join(folder, "day5", "src"), "junction");
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  mkdirSync(join(folder, "tests", "support"), { recursive: true });
  writeFileSync(join(folder, "tests", "support", "stage.ts"), stageWithItsFaces());
  // What it loads for `--http` is of no type test: the client behind it would bring half of the support along.
  writeFileSync(
    join(folder, "tests", "support", "inject-over.ts"),
    "export declare function injectOver<Faces extends { inject: unknown }>(faces: Faces): Faces['inject'];\n",
  );
  const files: string[] = [];
  for (let day = 3; day <= stage; day++) {
    for (const name of readdirSync(join(root, "tests", `day${day}`))) {
      if (!name.endsWith(".types.test.ts")) continue;
      files.push(`tests/day${day}/${name}`);
      cpSync(join(root, "tests", `day${day}`, name), join(folder, "tests", `day${day}`, name));
    }
  }
  return { folder, files };
}

function compile(folder: string, files: readonly string[]): { status: number | null; stdout: string } {
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { types: ["node"], preserveSymlinks: true },
    files,
    include: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "--noEmit", "-p", folder], {
    cwd: folder,
    encoding: "utf8",
  });
  // The reader knows the file by where it really is.
  const real = (relative(process.cwd(), srcDir) || ".").replaceAll("\\", "/");
  return { status, stdout: stdout.replaceAll(/^(?:.*\/)?day5\/src\//gm, `${real}/`) };
}

test("the type tests of every day so far compile against this stage", (t) => {
  const { folder, files } = copyTests(t);
  assert.ok(files.length >= 2, `only ${files}`);
  const { status, stdout } = compile(folder, files);
  assert.equal(stdout, "");
  assert.equal(status, 0);
});

test("I5: a name that a path does not have is an error of the compiler, at its place", (t) => {
  const { folder } = copyTests(t);
  writeFileSync(
    join(folder, "wrong.ts"),
    `import { Router } from "./day5/src/index.ts";
new Router()
  .get("/ghost/:id", (c) => c.params.id)
  .get("/ghost/:id/diary", (c) => c.params.name);
`,
  );
  const { status, stdout } = compile(folder, ["wrong.ts"]);
  assert.match(stdout, /^wrong\.ts\(4,44\): error TS2339: Property 'name' does not exist/);
  assert.equal(stdout.trim().split("\n").length, 1, stdout);
  assert.notEqual(status, 0);
});
