/**
 * `npm run work`: the program of the lesson under way, in this process, so that ctrl-c and its exit code are its own.
 * Called by learn.ts, which then takes no signal for itself.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Outcome, refused, UsageError } from "./outcome.ts";
import type { Session } from "./session.ts";
import { shown } from "./shown.ts";

/** Null once the program runs. */
export async function work(session: Session): Promise<Outcome | null> {
  const { lesson } = session.underWay;
  const earlier = session.course.ofDay(lesson.day).filter(({ number }) => number <= lesson.number);
  const program = earlier.findLast((each) => each.program !== null)?.program ?? null;
  if (program === null) throw new UsageError(`lesson ${lesson.id} has no program to start`);
  const path = join(session.desk.work.path, program);
  if (!existsSync(path)) return refused(`there is no ${shown(program)} yet: lesson ${lesson.id} writes it`);
  process.argv = [process.argv[0] ?? "node", path];
  await import(pathToFileURL(path).href);
  return null;
}
