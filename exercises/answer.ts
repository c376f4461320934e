/**
 * What a task's tests test: the starter, the solution, a wrong answer or the learner's own file, whichever
 * RAY_EXERCISE names by its path. Without it, the solution beside the tests. Imported by every task.test.ts.
 */
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

/** `testUrl` is the import.meta.url of the tests. Errors: one sentence where there is no file, or a name is missing. */
export async function answer<Answer extends object>(
  testUrl: string,
  ...names: (keyof Answer & string)[]
): Promise<Answer> {
  const file = process.env.RAY_EXERCISE ?? fileURLToPath(new URL("solution.ts", testUrl));
  if (!existsSync(file)) throw complaint(`there is no file ${file}: check RAY_EXERCISE`);
  const found = (await import(pathToFileURL(file).href)) as Answer;
  const missing = names.filter((name) => found[name] === undefined);
  if (missing.length > 0) throw complaint(`the answer exports no ${missing.join(", no ")}`);
  return found;
}

/** An error whose stack is its message: the reader needs the one line. */
function complaint(message: string): Error {
  const error = new Error(message);
  error.stack = `Error: ${message}`;
  return error;
}

/**
 * The helpers in tests/support are typed as those of day 5; at run time they hold the day under test. This says so to
 * the compiler, and does nothing.
 */
export function ours<Wanted>(value: unknown): Wanted {
  return value as Wanted;
}
