/** The command line of `npm run grade`. Called by grade.ts only. */
import { existsSync, realpathSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { misread } from "../learn/arguments.ts";
import { UsageError } from "../learn/outcome.ts";
import { readCount, readSeconds } from "../shared/numbers.ts";

export const usage = `npm run grade -- --dir FOLDER [options]

  --dir FOLDER    a folder for each learner in it: what they have in work/ (src, examples, exercises)
  --day N         test their src as day N, with the tests of its lessons (without: exercises only)
  --upto N.M      the same, only as far as this lesson
  --exercises     exercises, too, beside --day or --upto
  --out FOLDER    where the results go (FOLDER/results of --dir)
  --jobs N        so many learners at a time (half of the processors)
  --timeout S     seconds that one learner may take in all (300)
  --memory MB     heap that each of their processes may have (512)
  --json          the results on stdout, too, and the progress on stderr
  --root DIR      the course (this one)
  --help          this text

Writes grades.json, grades.csv and NAME.md for each. Tests come from the course, never from a learner.
Exit codes: 0 all were graded, whatever came out; 2 a wrong command line; 3 the machine.`;

export interface GradeOptions {
  readonly root: string;
  readonly dir: string;
  readonly out: string;
  /** Null: exercises only. */
  readonly day: number | null;
  /** The number of the last lesson that counts; null: all of the day. */
  readonly lesson: number | null;
  readonly exercises: boolean;
  readonly jobs: number;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly json: boolean;
}

/** Errors: UsageError. */
export function readOptions(args: readonly string[]): GradeOptions | "help" {
  const values = parse(args);
  if (values.help) return "help";
  if (values.dir === undefined) throw new UsageError(`--dir is missing\n\n${usage}`);
  if (values.day !== undefined && values.upto !== undefined)
    throw new UsageError("--day and --upto: give one of them; --upto 2.4 says the day as well");
  const [, day, lesson] = /^([1-5])(?:\.([1-9]\d?))?$/.exec(values.upto ?? values.day ?? "") ?? [];
  if (day === undefined && (values.day ?? values.upto) !== undefined)
    throw new UsageError(`"${values.day ?? values.upto}" is no day, and no lesson such as 2.4`);
  const dir = folder("--dir", values.dir);
  return {
    root: folder("--root", values.root ?? fileURLToPath(new URL("../../", import.meta.url))),
    dir,
    out: resolve(values.out ?? join(dir, "results")),
    day: day === undefined ? null : Number(day),
    lesson: lesson === undefined ? null : Number(lesson),
    exercises: values.exercises || day === undefined,
    jobs: count("jobs", values.jobs ?? String(Math.max(1, availableParallelism() >> 1)), 64),
    timeoutMs: seconds(values.timeout ?? "300"),
    memoryMb: count("memory", values.memory ?? "512", 65_536),
    json: values.json,
  };
}

function parse(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{
          dir: text,
          day: text,
          upto: text,
          out: text,
          jobs: text,
          timeout: text,
          memory: text,
          root: text,
        },
        ...{ exercises: flag, json: flag, help: flag },
      },
    }).values;
  } catch (error) {
    throw misread(error);
  }
}

function folder(name: string, text: string): string {
  const path = resolve(text);
  if (!existsSync(path) || !statSync(path).isDirectory())
    throw new UsageError(`${name}: ${path} is no folder`);
  return realpathSync(path);
}

function count(name: string, text: string, most: number): number {
  const value = readCount(text, 1, most);
  if (value === null) throw new UsageError(`--${name} takes a whole number from 1 to ${most}, not "${text}"`);
  return value;
}

function seconds(text: string): number {
  const value = readSeconds(text);
  if (value === null)
    throw new UsageError(`--timeout takes a number of seconds, at most a day, not "${text}"`);
  return value * 1_000;
}
