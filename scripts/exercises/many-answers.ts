/**
 * The process in which many answers stand before their tests, one after the other: starting Node and the stage costs
 * more than most tasks do. Started by run-answers.ts with pairs of paths, the tests and the answer. An empty test of a
 * name that no task gives closes each pair; an answer that cannot be imported is a failed test of its own.
 */
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const END = "(the end of an answer)";

/** What an answer that throws while it is imported has in the place of its tests. */
export const IMPORT = "(the answer cannot be imported)";

/** Whether an event of this name closes an answer. */
export function isEndOfAnswer(name: string): boolean {
  return name === END;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const paths = process.argv.slice(2);
  for (let at = 0; at + 1 < paths.length; at += 2) {
    process.env.RAY_EXERCISE = paths[at + 1] as string;
    try {
      // The query makes it another module: its tests are declared anew, for this answer.
      await import(`${pathToFileURL(paths[at] as string).href}?answer=${at}`);
    } catch (error) {
      await test(IMPORT, () => {
        throw error;
      }).catch(() => {});
    }
    await test(END, () => {});
  }
  // What a wrong answer has left running keeps nobody waiting.
  setTimeout(() => process.exit(), 500).unref();
}
