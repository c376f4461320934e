/**
 * The process that spares.ts starts ahead: it loads what every test file needs, waits for its job on stdin, and is that
 * file's process from then on. It ends without a word when there is no job: then the runner is gone.
 */
import "node:test";
import "node:assert/strict";
import "node:net";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Job } from "./spares.ts";

// It stands still until stdin ends, and costs nothing.
const text = readFileSync(0, "utf8");
if (text !== "") {
  const { args, env, unset } = JSON.parse(text) as Job;
  const [file = ""] = args;
  Object.assign(process.env, env);
  for (const name of unset) delete process.env[name];
  process.argv.splice(1, Number.POSITIVE_INFINITY, ...args);
  await import(pathToFileURL(file).href);
}
