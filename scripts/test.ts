/**
 * `npm test`: every stage against the tests of its own day and of all days before it.
 * The one place that prints and that sets the exit code; the work is in scripts/test/.
 */
import { relative } from "node:path";
import { painter } from "./shared/paint.ts";
import { childEnv, endChildrenOnSignal } from "./test/child.ts";
import type { FileResult } from "./test/file-result.ts";
import { type Options, readOptions, UsageError, usage } from "./test/options.ts";
import {
  countAll,
  countsLine,
  failureLines,
  fileLines,
  outputLines,
  type StageResult,
  tableLines,
} from "./test/print.ts";
import { runStage } from "./test/run-stage.ts";

const paint = painter(process.stdout, childEnv({}));
const print = (lines: string[]) => {
  for (const line of lines) console.log(line);
};

// A test of a framework that hangs is common; a test of the tools starts compilers and whole test runs.
const stageTestLimitMs = 20_000;
const toolTestLimitMs = 90_000;

interface Plan {
  name: string;
  folders: string[];
  env: Record<string, string | undefined>;
  testLimitMs: number;
  timeoutMs: number;
}

function plans(options: Options): Plan[] {
  const { impl, timeoutMs } = options;
  const none = { RAY_STAGE: undefined, RAY_IMPL: undefined };
  // The tools' tests are few and slow, so they may take three times as long as a stage.
  const tools = {
    folders: ["tests/scripts"],
    env: none,
    testLimitMs: toolTestLimitMs,
    timeoutMs: timeoutMs * 3,
  };
  const stages = options.days.map((day) => ({
    name: `day ${day}`,
    folders: Array.from({ length: day }, (_, index) => `tests/day${index + 1}`),
    env: { RAY_STAGE: String(day), RAY_IMPL: impl },
    testLimitMs: Math.min(stageTestLimitMs, timeoutMs),
    timeoutMs,
  }));
  return options.tools ? [{ name: "tools", ...tools }, ...stages] : stages;
}

/** Prints a file's failures as it ends. An error that another file already showed in full is named only. */
function printFile(plan: Plan, result: FileResult, options: Options, shown: Set<string>): void {
  if (options.verbose) print(fileLines(result));
  const roots = [options.root, ...(options.impl === undefined ? [] : [options.impl])];
  for (const test of result.tests) {
    if (test.error === undefined) continue;
    const [blank = "", title = "", place = "", ...body] = failureLines(plan.name, result, test, roots);
    const text = body.join("\n");
    print([blank, paint("red", title), place]);
    if (text.length > 0 && shown.has(text)) print(["    (the same error as above)"]);
    else print(body.map((line) => paint("dim", line)));
    shown.add(text);
  }
  print(outputLines(result));
}

async function runPlan(plan: Plan, options: Options): Promise<StageResult> {
  const begun = performance.now();
  const shown = new Set<string>();
  const { root, file, only } = options;
  const files = await runStage({ ...plan, root, fileFilter: file, only }, (result) =>
    printFile(plan, result, options, shown),
  );
  const seconds = (performance.now() - begun) / 1000;
  // A day, or a filter, may well have no file here: nothing to tell then.
  if (files.length === 0) return { name: plan.name, files, seconds };
  const counts = countAll(files);
  const sign = counts.failed > 0 ? "red" : "green";
  if (counts.failed > 0) print([""]);
  print([`${plan.name} … ${paint(sign, countsLine(counts))} (${seconds.toFixed(1)} s)`]);
  return { name: plan.name, files, seconds };
}

async function main(options: Options): Promise<number> {
  const stages: StageResult[] = [];
  if (options.impl)
    print([`testing ${relative(process.cwd(), options.impl) || "."} as day ${options.days.join(", ")}`]);
  for (const plan of plans(options)) {
    const result = await runPlan(plan, options);
    if (result.files.length > 0) stages.push(result);
  }
  const counts = countAll(stages.flatMap((stage) => stage.files));
  if (stages.length > 1) print(["", ...tableLines(stages), ""]);
  const none = counts.passed + counts.failed + counts.skipped === 0;
  if (none)
    print([paint("red", "no test ran: check --file and --only, or whether tests/dayN/*.test.ts exist")]);
  print([countsLine(counts)]);
  return counts.failed > 0 || none ? 1 : 0;
}

endChildrenOnSignal();
try {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") print([usage]);
  else process.exitCode = await main(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  if (error.showUsage) console.error(`\n${usage}`);
  process.exitCode = 2;
}
