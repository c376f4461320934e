/**
 * The process that several test files share: started by share-process.ts with their paths. A file is imported when all
 * tests of the one before have ended, and an empty test of a name that no file gives closes each: the results in front
 * of it are that file's.
 */
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const END = "(the end of a file in a shared process)";

/** Whether an event of this name closes a file. */
export function isEndOfFile(name: string): boolean {
  return name === END;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const file of process.argv.slice(2)) {
    await import(pathToFileURL(file).href);
    await test(END, () => {});
  }
}
