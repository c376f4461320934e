/**
 * Imports an index.ts and tells how it went: started by preflight.ts in a process of its own, before any test.
 * Arguments: the file; then, if there is one, the course's own index.ts, whose names the first should have as well.
 */
import { pathToFileURL } from "node:url";
import { tell } from "./channel.ts";

export type ImportNews =
  | { readonly kind: "failed"; readonly message: string; readonly stack: string }
  | { readonly kind: "imported"; readonly missing: readonly string[]; readonly wanted: number };

const [file = "", course] = process.argv.slice(2);
const load = async (path: string) => Object.keys(await import(pathToFileURL(path).href));

try {
  const names = new Set(await load(file));
  const wanted = course === undefined ? [] : await load(course);
  const missing = wanted.filter((name) => !names.has(name));
  tell({ kind: "imported", missing, wanted: wanted.length } satisfies ImportNews);
} catch (error) {
  const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  tell({ kind: "failed", message: `${name}: ${message}`, stack } satisfies ImportNews);
}
// Whatever the import has begun, the runner does not wait for it.
process.exit(0);
