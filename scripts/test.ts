/**
 * `npm test`: every stage against the tests of its own day and of all days before it.
 * The one place that prints and that sets the exit code; the work is in scripts/test/.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { bearClosedPipe } from "./shared/closed-pipe.ts";
import { painter } from "./shared/paint.ts";
import { childEnv, endChildrenOnSignal } from "./test/child.ts";
import { type Options, readOptions, UsageError, usage } from "./test/options.ts";
import { type Plan, plansOf } from "./test/plans.ts";
import { preflight } from "./test/preflight.ts";
import {
  askedLine,
  besideLines,
  countAll,
  countsLine,
  fileLines,
  type StageResult,
  tableLines,
} from "./test/print.ts";
import { chosenFiles, runStage, type StageRun } from "./test/run-stage.ts";
import { FailureTeller } from "./test/tell-failures.ts";
import { FolderWatch } from "./test/watch.ts";

const paint = painter(process.stdout, childEnv({}));
const print = (lines: string[]) => {
  for (const line of lines) console.log(line);
};

/** A copy that cannot be imported fails here, once; one that lacks names is tested all the same. */
async function checkImport(plan: Plan, day: number, options: Options, signal?: AbortSignal) {
  const { root, impl } = options;
  const { failure, missing, index } = await preflight({ root, day, impl, stillMs: plan.stillMs, signal });
  if (missing.length > 0) print([`${index} does not export what day ${day} has: ${missing.join(", ")}`]);
  return failure;
}

async function runPlan(plan: Plan, options: Options, signal?: AbortSignal) {
  const begun = performance.now();
  const { root, file, only, all } = options;
  const run: StageRun = { ...plan, root, fileFilter: file, only, signal };
  const roots = [root, ...(options.impl === undefined ? [] : [options.impl])];
  const teller = new FailureTeller({ stage: plan.name, roots, all, paint });
  const seconds = () => (performance.now() - begun) / 1000;
  // A day, or a filter, may well have no file here: nothing to tell then.
  const chosen = chosenFiles(run);
  const own = chosen.filter((path) => path.startsWith(`${plan.folders[0]}/`)).length;
  const broken =
    plan.day === null || chosen.length === 0 ? null : await checkImport(plan, plan.day, options, signal);
  const told: StageResult["files"] = [];
  const onFile: Parameters<typeof runStage>[1] = (result) => {
    told.push(result);
    if (options.verbose) print(fileLines(result));
    print(teller.lines(result));
    print(besideLines(result));
    if (plan.isAlone && told.length === own && own < chosen.length)
      print([`${plan.folders[0]} … ${countsLine(countAll(told))} (${seconds().toFixed(1)} s)`]);
  };
  if (broken !== null) onFile(broken);
  else await runStage(run, onFile);
  if (told.length > 0 && signal?.aborted !== true) {
    const counts = countAll(told);
    if (counts.failed > 0) print([""]);
    const text = paint(counts.failed > 0 ? "red" : "green", countsLine(counts));
    print([`${plan.name} … ${text} (${seconds().toFixed(1)} s)`]);
  }
  return { name: plan.name, files: told, seconds: seconds(), shortened: teller.shortened };
}

/** Files that would run, were they not left out. */
function countLeftOut(plans: readonly Plan[], { root, file }: Options): number {
  const count = (plan: Plan) => chosenFiles({ ...plan, root, fileFilter: file }).length;
  return plans.reduce((sum, plan) => sum + count({ ...plan, leftOut: [] }) - count(plan), 0);
}

async function runAll(options: Options, signal?: AbortSignal): Promise<number> {
  const stages: Awaited<ReturnType<typeof runPlan>>[] = [];
  if (options.impl)
    print([`testing ${relative(process.cwd(), options.impl) || "."} as day ${options.days.join(", ")}`]);
  const plans = plansOf(options);
  const inside = options.isOwn ? countLeftOut(plans, options) : 0;
  if (inside > 0)
    print([`test files left out, since they look inside src: ${inside} (--reference runs them too)`]);
  for (const plan of plans) {
    const result = await runPlan(plan, options, signal);
    if (signal?.aborted) return 1;
    if (result.files.length > 0) stages.push(result);
  }
  const counts = countAll(stages.flatMap((stage) => stage.files));
  if (stages.length > 1) print(["", ...tableLines(stages), ""]);
  const none = counts.passed + counts.failed + counts.skipped === 0;
  if (none)
    print([paint("red", "no test ran: check --file and --only, or whether tests/dayN/*.test.ts exist")]);
  if (stages.some((stage) => stage.shortened))
    print(["The first failure is told whole. --all tells each one so, --only NAME those of that name."]);
  print([countsLine(counts)]);
  const unasked = options.http !== undefined && !tellAsked(options.http, stages);
  return counts.failed > 0 || none || unasked ? 1 : 0;
}

/** False: not one test has spoken that version, so nothing was shown about it. */
function tellAsked(version: string, stages: readonly StageResult[]): boolean {
  const { line, tests } = askedLine(
    version,
    stages.flatMap((stage) => stage.files),
  );
  print([tests > 0 ? line : paint("red", line)]);
  return tests > 0;
}

/** Tests again and again, until a signal ends the process. A change ends a run that is under way. */
async function runForever(options: Options): Promise<never> {
  const { root, impl, days } = options;
  const sources =
    impl === undefined
      ? days.map((day) => join(root, `day${day}`))
      : [statSync(impl).isDirectory() ? impl : dirname(impl)];
  const folders = [...sources, join(root, "tests")].filter((folder) => existsSync(folder));
  for (;;) {
    const stop = new AbortController();
    const changed = new FolderWatch(folders).changed();
    changed.then(() => stop.abort());
    await runAll(options, stop.signal);
    if (!stop.signal.aborted) print(["waiting for a change (ctrl-c ends)"]);
    print(["", `${relative(process.cwd(), await changed)} has changed: testing again`]);
  }
}

bearClosedPipe();
endChildrenOnSignal();
try {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") print([usage]);
  else if (options.watch) await runForever(options);
  else process.exitCode = await runAll(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  if (error.showUsage) console.error(`\n${usage}`);
  process.exitCode = 2;
}
