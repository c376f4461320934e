/**
 * buildPackage: makes of day 5 what another project can install: JavaScript modules, their types, source maps that
 * lead to the sources beside them, and a package.json whose `exports` are the faces that this repository's own has.
 * Called by scripts/build.ts.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** How the repository's package.json writes a face: where its source is. */
const SOURCE = /^\.\/day5\/src\/(.+)\.ts$/;
/** A module that a declaration names by its source: the compiler rewrites that in code only. */
const NAMED_SOURCE = /((?:from|import)\s*\(?\s*"\.{1,2}\/[^"]+)\.ts"/g;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string>>;
}

/** Empties `folder` and fills it. Returns the faces. Errors: the compiler's own words, when it refuses the sources. */
export function buildPackage(root: string, folder: string): readonly string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, "day5", "src"), join(folder, "src"), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  // Before the compiler comes: it is told here that these are modules.
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(published(manifest), null, 2)}\n`);
  compile(root, folder);
  nameModules(join(folder, "dist"));
  for (const file of ["LICENSE", "docs/package.md"])
    cpSync(join(root, file), join(folder, file === "LICENSE" ? file : "README.md"));
  return Object.keys(manifest.exports);
}

/** From the copy, so that a map names a file that is in the package. */
function compile(root: string, folder: string): void {
  const config = join(folder, "tsconfig.json");
  const options = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
      typeRoots: [join(root, "node_modules", "@types")],
      rootDir: "src",
      outDir: "dist",
      declaration: true,
      declarationMap: true,
      sourceMap: true,
    },
    include: ["src"],
    exclude: [],
  };
  writeFileSync(config, JSON.stringify(options));
  const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", config], { encoding: "utf8" });
  rmSync(config);
  if (status !== 0) throw new Error(`day 5 does not compile:\n${stdout}`);
}

/** A declaration that says "./conn.ts" would be looked for beside it, where only conn.d.ts and conn.js are. */
function nameModules(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(NAMED_SOURCE, '$1.js"'));
  }
}

/** What npm is to know of the package. */
function published({ name, version, description, license, engines, exports }: Manifest): object {
  const faces = Object.entries(exports).map(([face, source]) => {
    const path = SOURCE.exec(source)?.[1];
    if (path === undefined)
      throw new Error(`package.json: "${face}" must lead into day5/src, not to ${source}`);
    // Types come first: a resolver takes the first condition that it knows.
    return [face, { types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` }];
  });
  return {
    name,
    version,
    description,
    license,
    type: "module",
    engines,
    // No module does anything at import but declare: a bundler may leave out what is not used.
    sideEffects: false,
    exports: { ...Object.fromEntries(faces), "./package.json": "./package.json" },
    files: ["dist", "src"],
    // For the types of sockets and buffers. A program without TypeScript needs none.
    peerDependencies: { "@types/node": ">=20" },
    peerDependenciesMeta: { "@types/node": { optional: true } },
  };
}
