/**
 * `npm run exercises:check [day3[/02]]`: proves that the exercises are fair. Exit code 0 fine, 1 a problem, 2 usage.
 * The one place that prints; the rules are in scripts/exercises/.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CourseError } from "./days/course-error.ts";
import { checkBreaks } from "./exercises/check-breaks.ts";
import { checkParts } from "./exercises/check-parts.ts";
import { checkRuns } from "./exercises/check-runs.ts";
import { checkTeaching } from "./exercises/check-teaching.ts";
import { checkTypes } from "./exercises/check-types.ts";
import { DAYS, type Exercise, readExercises, textOf } from "./exercises/exercise.ts";
import { type Break, readBreaks } from "./exercises/read-breaks.ts";
import { bearClosedPipe } from "./shared/closed-pipe.ts";
import { endChildrenOnSignal } from "./test/child.ts";

const USAGE = "Usage: npm run exercises:check -- [day3 | day3/02] [--write] [--root DIR]";
/** For so long an answer may stand still: helpers of the tests give up after 5 s by themselves. */
const STILL_MS = 20_000;
/** A course that is whole has so many a day. */
const FEWEST = { exercises: 5, breaks: 2 };

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { root: { type: "string" }, write: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    if (positionals.length > 1) throw new Error(`Unexpected argument '${positionals[1]}'`);
    const root = resolve(values.root ?? fileURLToPath(new URL("..", import.meta.url)));
    const wanted = positionals[0] ?? "";
    if (!/^(day[1-5](\/[\w-]+)?)?$/.test(wanted)) throw new Error(`"${wanted}" is no day and no exercise`);
    return { root, wanted, isWriting: values.write };
  } catch (error) {
    throw new CourseError(`${(error as Error).message}. ${USAGE}`, 2);
  }
}

/** The chapter of a day: its folder's README, or the one page that it was before. */
function chapterOf(root: string, day: number): string {
  return textOf(root, `docs/day${day}/README.md`) || textOf(root, `docs/day${day}.md`);
}

/** Too few of them are a problem only where all were asked for. */
function checkCounts(exercises: readonly Exercise[], breaks: readonly Break[]): string[] {
  return DAYS.flatMap((day) => {
    const count = exercises.filter((each) => each.day === day).length;
    const broken = breaks.filter((each) => each.day === day).length;
    return [
      ...(count < FEWEST.exercises
        ? [`exercises/day${day}: ${count} exercises; ${FEWEST.exercises} at least`]
        : []),
      ...(broken < FEWEST.breaks
        ? [`exercises/day${day}: ${broken} defects; ${FEWEST.breaks} at least`]
        : []),
    ];
  });
}

async function main(): Promise<number> {
  const begun = performance.now();
  const { root, wanted, isWriting } = readArguments();
  const isWanted = ({ id }: { readonly id: string }) => id.startsWith(wanted);
  const exercises = readExercises(root).filter(isWanted);
  const breaks = readBreaks(root).filter(isWanted);
  if (exercises.length + breaks.length === 0)
    throw new CourseError(`There is no ${wanted === "" ? "exercise" : wanted} in exercises/.`, 2);
  const problems =
    wanted === ""
      ? [...checkCounts(exercises, breaks), ...checkTeaching(root, exercises, breaks, isWriting)]
      : [];
  // What is not whole does not run: one problem each is enough.
  const whole: Exercise[] = [];
  for (const exercise of exercises) {
    const found = checkParts(root, exercise, chapterOf(root, exercise.day));
    problems.push(...found);
    if (!found.some((problem) => problem.includes("is missing"))) whole.push(exercise);
  }
  const types = checkTypes(root);
  const days = DAYS.filter((day) => [...whole, ...breaks].some((each) => each.day === day));
  let answers = 0;
  let tests = 0;
  const next = days.values();
  const worker = async () => {
    for (const day of next) {
      const options = { root, day, stillMs: STILL_MS };
      const own = whole.filter((each) => each.day === day);
      const report = own.length === 0 ? null : await checkRuns(options, own);
      const broken = breaks.filter((each) => each.day === day);
      const found = [...(report?.problems ?? []), ...(await checkBreaks(options, broken, isWriting))];
      problems.push(...found);
      answers += report?.answers ?? 0;
      tests += report?.tests ?? 0;
      console.log(
        `day ${day}: ${own.length} exercises, ${report?.answers ?? 0} answers, ${broken.length} defects: ${found.length === 0 ? "fair" : `${found.length} problems`}`,
      );
    }
  };
  await Promise.all([worker(), worker()]);
  problems.push(...(await types));
  for (const problem of problems) console.log(problem);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `${exercises.length} exercises, ${tests} tests, ${answers} answers, ${breaks.length} defects: ${problems.length} problems (${seconds} s)`,
  );
  return problems.length === 0 && existsSync(join(root, "exercises")) ? 0 : 1;
}

bearClosedPipe();
endChildrenOnSignal();
try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = error instanceof CourseError ? error.exitCode : 1;
  console.error(CourseError.explain(error));
}
