/**
 * Which stage is under test. Every test file imports the framework from here, never from a day's folder.
 * RAY_STAGE ("1" … "5", 5 when absent) names the day; RAY_IMPL, the path of a `src` folder or of an
 * `index.ts`, puts a learner's own copy in its place. `npm test` sets both.
 */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** An error whose stack is its message: the reader needs the one line, not the way we got here. */
function complaint(message: string): Error {
  const error = new Error(message);
  error.stack = `Error: ${message}`;
  return error;
}

function readStage(): number {
  const text = process.env.RAY_STAGE ?? "5";
  if (!/^[1-5]$/.test(text)) throw complaint(`RAY_STAGE must be a number from 1 to 5, not "${text}"`);
  return Number(text);
}

const root = fileURLToPath(new URL("../../", import.meta.url));

function findIndex(): string {
  const impl = process.env.RAY_IMPL;
  if (!impl) return join(root, `day${stage}`, "src", "index.ts");
  const path = resolve(impl);
  return existsSync(path) && statSync(path).isDirectory() ? join(path, "index.ts") : path;
}

async function importFile(file: string): Promise<unknown> {
  if (!existsSync(file)) {
    const shown = relative(process.cwd(), file) || basename(file);
    const mend = process.env.RAY_IMPL
      ? "check the path in RAY_IMPL (or --impl)"
      : "write it, or test an earlier day";
    throw complaint(`day ${stage} has no file ${shown}: ${mend}`);
  }
  // A URL, since a Windows path such as C:\ray\index.ts is no module specifier.
  return import(pathToFileURL(file).href);
}

/** The day under test, 1 … 5. */
export const stage: number = readStage();

const indexFile = findIndex();

/** Absolute path of the `src` folder under test. */
export const srcDir: string = dirname(indexFile);

/** Imports another module of the stage's `src`, e.g. `load<typeof import("…/head.ts")>("http/h1/head.ts")`. */
export async function load<T>(path: string): Promise<T> {
  return (await importFile(join(srcDir, path))) as T;
}

/** Typed as those of day 5: a test of day N only touches what day N already has. */
type Faces = typeof import("../../day5/src/index.ts") &
  typeof import("../../day5/src/net.ts") &
  typeof import("../../day5/src/event-loop.ts") &
  typeof import("../../day5/src/testing.ts") &
  typeof import("../../day5/src/fetch.ts") &
  typeof import("../../day5/src/wrap.ts");

/** Beside `index.ts`, which every copy has. Day 1 has no `testing.ts`, and a learner's copy may have none at all. */
const OTHER_FACES = ["net.ts", "event-loop.ts", "testing.ts", "fetch.ts", "wrap.ts"];

async function importFaces(): Promise<Faces> {
  const files = OTHER_FACES.map((name) => join(srcDir, name)).filter((file) => existsSync(file));
  const faces = await Promise.all([indexFile, ...files].map(importFile));
  return Object.assign({}, ...faces) as Faces;
}

/** With RAY_HTTP set, `inject` asks a real server in that version: what holds for a handler must hold there. */
async function overVersion(faces: Faces): Promise<Faces> {
  if (!process.env.RAY_HTTP) return faces;
  const { injectOver } = await import("./inject-over.ts");
  return { ...faces, inject: injectOver(faces) };
}

const faces = await importFaces();

/**
 * What the stage offers to programs, all its faces in one object: a test need not know in which of them a name
 * stands. What a test looks at inside it loads by its path.
 */
export const ray = await overVersion(faces);

/** For tests of what `inject` does by itself, without any server. */
export const { inject } = faces;
