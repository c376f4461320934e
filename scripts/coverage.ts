/**
 * `npm run coverage`: runs the suite of each day under c8 and holds the day's whole `src`, files that no
 * test loads included, to the limits below. Reports stay in coverage/dayN.
 */
import { existsSync, realpathSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readReport } from "./cover/report.ts";
import { typeOnlyFiles } from "./cover/type-only.ts";
import { bearClosedPipe } from "./shared/closed-pipe.ts";
import { childEnv, endChildrenOnSignal, startChild } from "./test/child.ts";
import { measuredFolder } from "./test/plans.ts";

const limits = { lines: 95, branches: 95 };

const usage = `npm run coverage -- [options]

  --day N      only day N (repeatable, or 2,3)
  --measured   run nothing: report what \`npm test -- --coverage\` has measured
  --verbose    list the files under 100 % of every day, not only of a day below the limits
  --root DIR   the repository to measure (this one)
  --help       this text`;

const c8 = join(dirname(createRequire(import.meta.url).resolve("c8/package.json")), "bin", "c8.js");

interface Options {
  root: string;
  days: number[];
  verbose: boolean;
  /** The tests have run already. */
  measured: boolean;
  help: boolean;
}

/** Runs day N's suite under c8, or reports what has run. Resolves to the exit code and what was printed. */
async function measure(
  { root, measured }: Options,
  day: number,
): Promise<{ code: number | null; output: string }> {
  const folder = `coverage/day${day}`;
  // What an earlier run left must not pass for the result of this one.
  if (!measured) rmSync(join(root, folder), { recursive: true, force: true });
  const tests = ["--import", import.meta.resolve("tsx"), fileURLToPath(new URL("test.ts", import.meta.url))];
  const child = startChild(
    process.execPath,
    [
      c8,
      ...(measured ? ["report"] : []),
      "--all",
      ...["--include", `day${day}/src/**`],
      ...typeOnlyFiles(root, `day${day}/src`).flatMap((file) => ["--exclude", file]),
      ...["--reporter", "json", "--reporter", "json-summary"],
      ...["--reports-dir", folder, "--temp-directory", measuredFolder(day)],
      ...["--check-coverage", "--lines", `${limits.lines}`, "--branches", `${limits.branches}`],
      ...(measured ? [] : [process.execPath, ...tests, "--root", root, "--day", `${day}`]),
    ],
    { cwd: root, env: childEnv({}) },
  );
  let output = "";
  const keep = (text: string) => {
    output += text;
  };
  child.stdout?.setEncoding("utf8").on("data", keep);
  child.stderr?.setEncoding("utf8").on("data", keep);
  const code = await new Promise<number | null>((done, fail) =>
    child.once("error", fail).once("close", done),
  );
  return { code, output };
}

/** Prints the day's line, and on a miss what is missing. True when all is well. */
async function checkDay(options: Options, day: number): Promise<boolean> {
  const { root, verbose, measured } = options;
  if (!existsSync(join(root, `day${day}/src`))) {
    console.log(`day ${day}: there is no day${day}/src in ${root}`);
    return false;
  }
  if (measured && !existsSync(join(root, measuredFolder(day)))) {
    console.log(`day ${day}: nothing was measured; run npm test -- --coverage first`);
    return false;
  }
  const { code, output } = await measure(options, day);
  const testsPassed = measured || /^[1-9]\d* passed, 0 failed/m.test(output);
  if (!existsSync(join(root, `coverage/day${day}/coverage-final.json`))) {
    console.log(`${output.trimEnd()}\nday ${day}: c8 wrote no report; what it printed is above`);
    return false;
  }
  const { lines, branches, misses } = readReport(root, `coverage/day${day}`);
  console.log(`day ${day}: lines ${lines.toFixed(1)} %, branches ${branches.toFixed(1)} %`);
  const below = lines < limits.lines || branches < limits.branches;
  if (below || verbose) for (const line of misses) console.log(line);
  if (below) console.log(`  below the limit of ${limits.lines} % of lines, ${limits.branches} % of branches`);
  if (!testsPassed) console.log(`${output.trimEnd()}\n  tests of day ${day} fail: npm test -- --day ${day}`);
  else if (code !== 0 && !below) console.log(output.trimEnd());
  return code === 0;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      day: { type: "string", multiple: true, default: [] },
      root: { type: "string", default: fileURLToPath(new URL("../", import.meta.url)) },
      verbose: { type: "boolean", default: false },
      measured: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const given = values.day.flatMap((list) => list.split(","));
  const wrong = given.find((day) => !/^[1-5]$/.test(day));
  if (wrong !== undefined) throw new Error(`--day takes a number from 1 to 5, not "${wrong}"`);
  const days = given.length > 0 ? given.map(Number) : [1, 2, 3, 4, 5];
  // The real path, since c8 names files by theirs: on macOS, for one, /tmp is a link.
  const { verbose, measured, help } = values;
  return { days, root: realpathSync(values.root), verbose, measured, help };
}

async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    console.error(`${(error as Error).message.split(/\. |\n/)[0]}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    console.log(usage);
    return 0;
  }
  let ok = true;
  for (const day of options.days) ok = (await checkDay(options, day)) && ok;
  return ok ? 0 : 1;
}

bearClosedPipe();
endChildrenOnSignal();
process.exitCode = await main();
