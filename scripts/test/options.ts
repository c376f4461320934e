/** The command line of `npm test`. Called by test.ts only. */
import { existsSync, realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readSeconds } from "../shared/numbers.ts";
import { isReference } from "./is-reference.ts";
import { type LaidPart, layPart } from "./lay-part.ts";
import { testFiles } from "./run-stage.ts";

export const usage = `npm test -- [options]

  --day N           only the stage of day N: its src against tests/dayN first, then against those of the
                    days before (repeatable, or 2,3)
  --impl PATH       your own copy instead of dayN/src: a src folder, or its index.ts;
                    tested as day 5, or as the day given by --day
  --reference       with --impl: also the tests that load files of src by their path; the course's own
                    stages pass them, and your copy may well be built otherwise
  --part NAME       a day as far as one of its parts, such as 1a: what a learner has in src by then
  --http VERSION    h2c or h2: day 5, its requests in that version of HTTP wherever a test names none
  --file TEXT       only test files whose path contains TEXT, such as day3 or router-url
  --only PATTERN    only tests whose name matches PATTERN
  --all             every failure whole; otherwise the first, and a line for each of the others
  --watch           test again whenever a file of the stage or of the tests changes; ctrl-c ends it
  --coverage        note what runs of each day's src, for: npm run coverage -- --measured
  --timeout S       seconds for which a test file may stand still before it is ended (20)
  --verbose         every test on a line, not only the failures
  --root DIR        the repository to test (this one)
  --help            this text

Without --day, --impl and --part all five stages run, and before them the tests of the course's own tools.`;

export interface Options {
  root: string;
  days: number[];
  /** The tests of the course's own tools too? */
  tools: boolean;
  impl: string | undefined;
  /** Whether `impl` is a learner's own copy, and not a part of the course. */
  isOwn: boolean;
  /** Test files that do not hold yet for the part under test, or that look inside a learner's copy. */
  leftOut: readonly string[];
  /** What tests speak that name no version of HTTP; undefined: HTTP/1.1, as they are written. */
  http: string | undefined;
  file: string | undefined;
  only: string | undefined;
  /** Null: not given. */
  stillMs: number | null;
  verbose: boolean;
  all: boolean;
  watch: boolean;
  coverage: boolean;
}

/** A mistake in the command line: its message is one line for the person who typed it. */
export class UsageError extends Error {
  /** False when the options are right and only a value is not: then the usage text would not help. */
  readonly showUsage: boolean;

  constructor(message: string, showUsage = false) {
    super(message);
    this.showUsage = showUsage;
  }
}

/** Returns "help" when that is what was asked for. Throws UsageError. */
export function readOptions(args: string[]): Options | "help" {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const days = { type: "string", multiple: true, default: [] as string[] } as const;
  const { values } = parse(() =>
    parseArgs({
      args,
      options: {
        day: days,
        impl: text,
        part: text,
        http: text,
        file: text,
        only: text,
        timeout: text,
        root: text,
        verbose: flag,
        all: flag,
        watch: flag,
        reference: flag,
        coverage: flag,
        help: flag,
      },
    }),
  );
  if (values.help) return "help";
  const root = readRoot(values.root ?? fileURLToPath(new URL("../../", import.meta.url)));
  const part = values.part === undefined ? null : readPart(root, values.part, values);
  const given = values.day.flatMap((list) => list.split(",")).map(readDay);
  const impl = values.impl === undefined ? part?.impl : readImpl(values.impl);
  const { http } = values;
  const all = impl === undefined && http === undefined ? [1, 2, 3, 4, 5] : [5];
  if (http !== undefined) checkHttp(http, given, part);
  return {
    root,
    days: part !== null ? [part.day] : given.length > 0 ? [...new Set(given)].sort() : all,
    tools: given.length === 0 && impl === undefined && http === undefined,
    impl,
    isOwn: values.impl !== undefined,
    leftOut: values.impl === undefined || values.reference ? (part?.leftOut ?? []) : references(root),
    http,
    file: values.file,
    only: values.only,
    stillMs: values.timeout === undefined ? null : readTimeout(values.timeout),
    verbose: values.verbose,
    all: values.all,
    watch: values.watch,
    coverage: values.coverage,
  };
}

/** Below the root. */
function references(root: string): string[] {
  const files = [1, 2, 3, 4, 5].flatMap((day) => testFiles(root, `tests/day${day}`));
  return files.filter((file) => isReference(root, file.slice("tests/".length)));
}

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    // Node's own text goes on to explain "--" at length; the first sentence says it all.
    throw new UsageError((error as Error).message.split(/\. |\n/)[0] ?? "", true);
  }
}

function readPart(
  root: string,
  name: string,
  given: { day: string[]; impl?: string; watch: boolean },
): LaidPart {
  if (given.day.length > 0 || given.impl !== undefined || given.watch) {
    throw new UsageError("--part says what is tested and on which day: leave --day, --impl and --watch out");
  }
  const part = layPart(root, name);
  if (part === null) throw new UsageError(`--part: no day in days.json has a part "${name}"`);
  return part;
}

function readDay(text: string): number {
  if (!/^[1-5]$/.test(text)) throw new UsageError(`--day takes a number from 1 to 5, not "${text}"`);
  return Number(text);
}

function checkHttp(http: string, days: readonly number[], part: LaidPart | null): void {
  if (http !== "h2c" && http !== "h2") throw new UsageError(`--http takes h2c or h2, not "${http}"`);
  if (part !== null || days.some((day) => day !== 5))
    throw new UsageError("--http is for day 5, the first that speaks HTTP/2");
}

function readTimeout(text: string): number {
  const seconds = readSeconds(text);
  if (seconds !== null) return seconds * 1000;
  throw new UsageError(`--timeout takes a number of seconds, at most a day, not "${text}"`);
}

// Real paths, since stack traces show those: on macOS, for one, /tmp is a link.
function readRoot(text: string): string {
  const path = resolve(text);
  if (!existsSync(path)) throw new UsageError(`--root: there is no ${path}`);
  return realpathSync(path);
}

function readImpl(text: string): string {
  const path = resolve(text);
  if (!existsSync(path))
    throw new UsageError(`--impl: there is no ${path}; give your src folder or its index.ts`);
  if (statSync(path).isDirectory() && !existsSync(join(path, "index.ts"))) {
    throw new UsageError(`--impl: ${path} holds no index.ts; give the src folder itself`);
  }
  const real = realpathSync(path);
  // An import is a URL: "?" begins its query, and Node refuses an encoded backslash.
  const odd = /[?\\]/.exec(sep === "\\" ? real.replaceAll(sep, "/") : real)?.[0];
  if (odd === undefined) return real;
  throw new UsageError(
    `--impl: nothing can be imported from a path with a "${odd}": rename a folder of ${real}`,
  );
}
