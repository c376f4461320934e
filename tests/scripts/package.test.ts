/**
 * `npm run build`, seen from another project: the packed package is installed into an empty folder, a program runs
 * against it under plain Node, and strict TypeScript reads its types. RAY_NODES may name more Nodes, separated like PATH.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { buildPackage } from "../../scripts/package/build.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "ray-package-"));
const installed = join(project, "node_modules", "ray");
const nodes = [process.execPath, ...(process.env.RAY_NODES ?? "").split(delimiter).filter(Boolean)];
let faces: readonly string[] = [];

/** A service as its user would write it: a route with a name, a guard, an extractor; asked over a socket. */
const program = `import { Router, listen } from "ray";
import { handler, int, path } from "ray/extract";
import { securityHeaders } from "ray/middleware";
import { inject } from "ray/testing";

const router = new Router()
  .hooks(securityHeaders())
  .get("/ghost/:id", (c) => c.string(\`ghost \${c.params.id}\`))
  .get("/square/:n", handler(path("n", int), (n) => ({ square: n * n })));
const server = await listen("127.0.0.1:0", router);
const { port } = server.address as { port: number };
const ghost = await fetch(\`http://127.0.0.1:\${port}/ghost/7\`);
console.log(ghost.status, await ghost.text(), ghost.headers.has("x-content-type-options"));
const square = await fetch(\`http://127.0.0.1:\${port}/square/12\`);
console.log(square.status, JSON.stringify(await square.json()));
console.log((await inject(router, "/square/x")).status);
console.log(JSON.stringify((await server.shutdown()).forced));
`;

function run(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: project,
    encoding: "utf8",
    // As from a shell of another project: without tsx, and without what the test runner sets for its children.
    env: { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined, NODE_V8_COVERAGE: undefined },
  });
  return { status, text: `${stdout}${stderr}` };
}

/** npm as a script: on Windows its command could only be started through a shell. */
function npm(args: readonly string[]) {
  const bundled = join(dirname(process.execPath), "..", "lib", "node_modules", "npm", "bin", "npm-cli.js");
  const script = [process.env.npm_execpath, bundled].find((file) => file !== undefined && existsSync(file));
  return script === undefined ? run("npm", args) : run(process.execPath, [script, ...args]);
}

describe("the package of day 5", () => {
  before(() => {
    const folder = join(project, "build");
    faces = buildPackage(root, folder);
    const packed = npm(["pack", folder, "--silent"]);
    assert.equal(packed.status, 0, packed.text);
    writeFileSync(join(project, "package.json"), '{ "name": "app", "private": true, "type": "module" }\n');
    const install = npm([
      "install",
      "--offline",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      packed.text.trim(),
    ]);
    assert.equal(install.status, 0, install.text);
    // As `npm install -D @types/node` would have laid them.
    for (const name of ["@types/node", "undici-types"])
      cpSync(join(root, "node_modules", name), join(project, "node_modules", name), { recursive: true });
    writeFileSync(join(project, "app.ts"), program);
    writeFileSync(join(project, "app.mjs"), program.replace(" as { port: number }", ""));
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  test("brings nothing along: no dependency, and no file of the course but sources and modules", () => {
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    assert.equal(manifest.dependencies, undefined);
    assert.deepEqual(manifest.files, ["dist", "src"]);
    assert.equal(existsSync(join(installed, "tsconfig.json")), false);
    assert.match(readFileSync(join(installed, "README.md"), "utf8"), /^# ray\n/);
  });

  for (const node of nodes) {
    const version = run(node, ["--version"]).text.trim();

    test(`a program runs against it under plain Node ${version}`, () => {
      assert.equal(run(node, ["app.mjs"]).text, '200 ghost 7 true\n200 {"square":144}\n400\n0\n');
    });
  }

  test("every face can be imported, and nothing behind them", () => {
    for (const face of faces) {
      const name = face.replace(/^\./, "ray");
      const { text } = run(process.execPath, [
        "--input-type=module",
        "-e",
        `console.log(Object.keys(await import("${name}")).length > 0)`,
      ]);
      assert.equal(text, "true\n", name);
    }
    const { text } = run(process.execPath, [
      "--input-type=module",
      "-e",
      'await import("ray/dist/net/conn.js")',
    ]);
    assert.match(text, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  for (const [module, moduleResolution] of [
    ["node16", "node16"],
    ["esnext", "bundler"],
  ]) {
    test(`strict TypeScript reads its types with moduleResolution ${moduleResolution}, and refuses what is wrong`, () => {
      const folder = join(project, `types-${moduleResolution}`);
      mkdirSync(folder, { recursive: true });
      const compilerOptions = {
        ...{ strict: true, noEmit: true, target: "es2022", lib: ["es2023"], module, moduleResolution },
        // skipLibCheck is off: the declarations themselves must be right, too.
        ...{ skipLibCheck: false, types: ["node"] },
        exactOptionalPropertyTypes: true,
      };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
      writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
      const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
      writeFileSync(join(folder, "app.ts"), program);
      assert.equal(run(process.execPath, [tsc, "-p", folder]).text, "");
      writeFileSync(join(folder, "app.ts"), program.replace("c.params.id", "c.params.name"));
      assert.match(
        run(process.execPath, [tsc, "-p", folder]).text,
        /TS2339: Property 'name' does not exist on type/,
      );
    });
  }

  test("a source map leads to the source in the package, to the very line", () => {
    const map = JSON.parse(readFileSync(join(installed, "dist", "router", "router.js.map"), "utf8"));
    const base = pathToFileURL(join(installed, "dist", "router", "router.js.map"));
    const source = fileURLToPath(new URL(map.sources[0], base));
    assert.equal(readFileSync(source, "utf8"), readFileSync(join(root, "day5/src/router/router.ts"), "utf8"));
  });

  test("a bundler leaves out what a program does not use", async () => {
    const bundle = async (contents: string) => {
      const { metafile } = await build({
        ...{ bundle: true, write: false, metafile: true, platform: "node", format: "esm" },
        stdin: { contents, resolveDir: project },
      });
      const inputs = Object.values(metafile.outputs)[0]?.inputs ?? {};
      const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
      return used.map(([file]) => file.replace(/^.*ray\/dist\//, ""));
    };
    const cookies = await bundle(
      'import { parseCookies } from "ray/cookie"; console.log(parseCookies("a=1"));',
    );
    assert.ok(
      cookies.every((file) => !/^(router|net|http|app|hook)\//.test(file)),
      cookies.join("\n"),
    );
    const web = await bundle('import { Router } from "ray"; console.log(new Router());');
    assert.ok(web.includes("router/router.js"));
    assert.ok(web.every((file) => !/^(session|static|stream|middleware|extract|testing)\//.test(file)));
  });
});
