/**
 * What the types of routes cost the compiler: a program of 500 routes, each with names in its path, is compiled against
 * the declarations that a user of the framework has, and the compiler tells how many types it had to instantiate. A busy
 * machine does not change that number, and what the framework's own code costs is no concern of its users.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const METHODS = ["get", "post", "put", "patch", "delete"];

/** Instantiations for `count` routes in groups of ten. Errors: the compiler's own words, when it refuses them. */
export function typeCost(count: number): number {
  const parent = join(root, ".course");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "types-"));
  try {
    declarations(folder);
    writeFileSync(join(folder, "routes.ts"), program(count));
    const stdout = compile(folder, { include: ["routes.ts"] }, ["--extendedDiagnostics"]);
    const told = /^Instantiations:\s+([\d,]+)/m.exec(stdout)?.[1];
    if (told === undefined) throw new Error(`the compiler tells no instantiations:\n${stdout}`);
    return Number(told.replaceAll(",", ""));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Those of day 5, as `npm run build` makes them, below `folder`/ray. */
function declarations(folder: string): void {
  const compilerOptions = {
    ...{ noEmit: false, declaration: true, emitDeclarationOnly: true },
    ...{ rootDir: join(root, "day5", "src"), outDir: join(folder, "ray") },
  };
  compile(folder, { compilerOptions, include: [join(root, "day5", "src")] });
}

/** Returns what the compiler prints. Errors: it, when it refuses something. */
function compile(folder: string, config: object, args: readonly string[] = []): string {
  const file = join(folder, "tsconfig.json");
  writeFileSync(file, JSON.stringify({ extends: join(root, "tsconfig.json"), exclude: [], ...config }));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", file, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the routes do not compile:\n${stdout}`);
  return stdout;
}

/** Routes as an app of some size has them: a quarter of them below groups, all with a name or two that handlers read. */
function program(count: number): string {
  const lines = ['import { Router } from "./ray/index.ts";', "const router = new Router();"];
  for (let n = 0; n < count; n += 1) {
    const method = METHODS[n % METHODS.length];
    if (n % 20 === 0) lines.push(`const g${n / 20} = router.group("/team${n}/:team");`);
    const isGrouped = n % 4 === 0;
    const on = isGrouped ? `g${Math.floor(n / 20)}` : "router";
    const value = isGrouped ? "c.params.team + c.params.item" : "c.params.item";
    lines.push(`${on}.${method}("/thing${n}/:item", (c) => c.string(${value}));`);
  }
  return `${lines.join("\n")}\n`;
}
