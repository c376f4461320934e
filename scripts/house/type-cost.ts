/**
 * What the types of routes cost the compiler: a program of 500 routes, each with names in its path, is compiled against
 * the declarations that a user of the framework has, and the compiler tells how many types it had to instantiate. A busy
 * machine does not change that number, and what the framework's own code costs is no concern of its users.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPackage } from "../package/build.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const METHODS = ["get", "post", "put", "patch", "delete"];

/** Instantiations for `count` routes in groups of ten. Errors: the compiler's own words, when it refuses them. */
export function typeCost(count: number): number {
  const parent = join(root, ".course");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "types-"));
  try {
    buildPackage(root, join(folder, "ray"));
    writeFileSync(join(folder, "routes.ts"), program(count));
    const config = { extends: join(root, "tsconfig.json"), include: ["routes.ts"], exclude: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const args = [tsc, "-p", folder, "--extendedDiagnostics"];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
    const told = /^Instantiations:\s+([\d,]+)/m.exec(stdout)?.[1];
    if (status !== 0 || told === undefined) throw new Error(`the routes do not compile:\n${stdout}`);
    return Number(told.replaceAll(",", ""));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Routes as an app of some size has them: a quarter of them below groups, all with a name or two that handlers read. */
function program(count: number): string {
  const lines = ['import { Router } from "./ray/dist/index.js";', "const router = new Router();"];
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
