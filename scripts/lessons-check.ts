/**
 * `npm run lessons:check`: every lesson lived through, from the day before to the stage: its tests fail first, its
 * blocks apply, the tree type-checks, its tests and those before pass, and the end is the stage byte for byte.
 * The one place that prints; the checks are in scripts/lessons/.
 */
import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { MissingTool } from "./docs/replay.ts";
import { type Choice, checkLessons } from "./lessons/check-lessons.ts";
import { isSame, type PagesResult } from "./lessons/check-pages.ts";
import { type DayRow, plural, problemLines, stateLine, tableLines } from "./lessons/print-check.ts";
import { readStage } from "./lessons/trees.ts";
import { bearClosedPipe } from "./shared/closed-pipe.ts";
import { endChildrenOnSignal } from "./test/child.ts";

const usage = `npm run lessons:check -- [day[.lesson]] [options]

  2             only the lessons of day 2
  2.3           only lesson 3 of day 2; what holds for the whole day is not asked then
  --no-run      only pages, trees and types: no tests, no transcripts, no questions
  --fresh       live through all, also what has passed as it is (known in .course/)
  --all         also the tests of a state that is the stage, which npm test runs
  --root DIR    the course to check (this one)
  --help        this text`;

/** A mistake in the command line, told in one line. */
class UsageError extends Error {}

function readChoice(): Choice | "help" {
  const { values, positionals } = parse();
  if (values.help) return "help";
  const root = resolve(values.root ?? fileURLToPath(new URL("../", import.meta.url)));
  if (!existsSync(root)) throw new UsageError(`--root: there is no ${root}`);
  const [text = "", ...more] = positionals;
  const [, day, number] = /^([1-5])(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if ((text !== "" && day === undefined) || more.length > 0)
    throw new UsageError(
      `"${positionals.join(" ")}" is no lesson: give a day such as 2, or a lesson such as 2.3`,
    );
  return {
    root: realpathSync(root),
    days: day === undefined ? [1, 2, 3, 4, 5] : [Number(day)],
    number: number === undefined ? null : Number(number),
    run: !values["no-run"],
    all: values.all,
    fresh: values.fresh,
  };
}

function parse() {
  try {
    const flag = { type: "boolean", default: false } as const;
    return parseArgs({
      allowPositionals: true,
      options: { "no-run": flag, all: flag, fresh: flag, root: { type: "string" }, help: flag },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(/\. |\n/)[0]}\n\n${usage}`);
  }
}

const print = (lines: readonly string[]) => {
  for (const line of lines) console.log(line);
};

async function main(choice: Choice): Promise<number> {
  const begun = performance.now();
  const rows: DayRow[] = [];
  const told = new Set<unknown>();
  const problems = await checkLessons(choice, {
    onDay(day, { states, figures, problems: found }: PagesResult) {
      if (figures.lessons === 0 && found.length === 0) {
        print([`day ${day} has no lessons${choice.number === null ? " yet" : " of that number"}`]);
        return;
      }
      const last = states.at(-1);
      const isWhole = choice.number === null && states.length === figures.lessons;
      const isIdentical =
        isWhole && last !== undefined ? isSame(last.after, readStage(choice.root, day)) : null;
      rows.push({ day, figures, states: states.length, isIdentical });
      print([`day ${day}: ${plural(states.length, "state")} of ${plural(figures.lessons, "lesson")}`]);
      for (const problem of found) told.add(problem);
      print(found.flatMap(problemLines));
    },
    onTypes(states, seconds) {
      print([`types of ${plural(states, "state")} (${seconds.toFixed(1)} s)`]);
    },
    onState(state, lived, found, seconds) {
      for (const problem of found) told.add(problem);
      print([stateLine(state, lived, found.length, seconds), ...found.flatMap(problemLines)]);
    },
  });
  print(problems.filter((problem) => !told.has(problem)).flatMap(problemLines));
  if (rows.length > 0) print(["", ...tableLines(rows), ""]);
  const states = rows.reduce((sum, row) => sum + row.states, 0);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  print([`${plural(states, "state")}: ${plural(problems.length, "problem")} (${seconds} s)`]);
  return problems.length > 0 ? 1 : 0;
}

bearClosedPipe();
endChildrenOnSignal();
try {
  const choice = readChoice();
  if (choice === "help") console.log(usage);
  else process.exitCode = await main(choice);
} catch (error) {
  if (error instanceof UsageError) process.exitCode = 2;
  else if (error instanceof MissingTool) process.exitCode = 1;
  else throw error;
  console.error(error.message);
}
