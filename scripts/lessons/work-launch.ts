/**
 * workLaunch: what `npm run work` of a lesson's transcript starts: the lesson's program, in the laid tree. Called while
 * a transcript is replayed; the learner's own `npm run work` is in scripts/learn.
 */
import { join } from "node:path";
import { dayLaunch, type Launch } from "../docs/launch.ts";

/** Errors: an Error of one line when the lesson has no program. */
export function workLaunch(root: string, folder: string, program: string | null, words: string[]): Launch {
  if (!words.includes("work")) return dayLaunch(root, words);
  if (program === null) throw new Error("the head names no program: add `program: examples/main.ts`");
  const dashes = words.indexOf("--");
  const more = dashes < 0 ? [] : words.slice(dashes + 1);
  return {
    command: process.execPath,
    args: ["--import", import.meta.resolve("tsx"), join(folder, program), ...more],
  };
}
