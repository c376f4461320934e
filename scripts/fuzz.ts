/**
 * `npm run fuzz`: damaged requests, 200,000 of them, against day 5 in memory, and then 100,000 random programs: hooks,
 * handlers and streams that throw, replace, abort and return odd things, under clients that leave. Prints how far it
 * is, and at the end what came of it. A failure prints the invariant, the case and the seed that brings it back, and
 * exits 1. The work is in tests/support/fuzz.ts and program-fuzz.ts; `npm test` does a part of the same.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { FuzzNews, FuzzTask } from "./fuzz/child.ts";
import { bearClosedPipe } from "./shared/closed-pipe.ts";
import { readCount } from "./shared/numbers.ts";

type FuzzReport = Extract<FuzzNews, { kind: "report" }>;
type Options = ReturnType<typeof readOptions>;

const usage = `npm run fuzz -- [options]

  --runs N       how many damaged requests (200000), and no programs unless --programs says so
  --programs N   how many programs (100000), and no requests unless --runs says so; day 5 only
  --seed N       the damage or the programs to repeat; a random one otherwise
  --seconds N    stop each kind after that time, done or not (1200)
  --silence N    seconds without a sign of life that count as a hang (20)
  --help         this text

RAY_STAGE=2 fuzzes day 2, RAY_IMPL=my-day2 your own copy.`;

/** A mistake in the command line, told in one line. */
class UsageError extends Error {}

/** The most that each takes: a timer counts days, not years, and a seed is 32 bits. */
const MOST = { runs: 1e9, programs: 1e8, seed: 2 ** 32 - 1, seconds: 86_400, silence: 86_400 };

function whole(name: keyof typeof MOST, text: string, least: number): number {
  const value = readCount(text, least, MOST[name]);
  if (value !== null) return value;
  throw new UsageError(`--${name} takes a whole number from ${least} to ${MOST[name]}, not "${text}"`);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      runs: { type: "string" },
      programs: { type: "string" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
      seconds: { type: "string", default: "1200" },
      silence: { type: "string", default: "20" },
      help: { type: "boolean", default: false },
    },
  });
  return {
    help: values.help,
    runs: values.runs === undefined ? null : whole("runs", values.runs, 1),
    programs: values.programs === undefined ? null : whole("programs", values.programs, 1),
    seed: whole("seed", values.seed, 0),
    seconds: whole("seconds", values.seconds, 1),
    silence: whole("silence", values.silence, 1),
  };
}

/** On a terminal one line that changes; elsewhere a line for each tenth. */
function progress(runs: number): (done: number) => void {
  let tenths = 0;
  return (done) => {
    if (process.stdout.isTTY) process.stdout.write(`\r${done} of ${runs} …`);
    else if (Math.floor((10 * done) / runs) > tenths) {
      tenths = Math.floor((10 * done) / runs);
      console.log(`${done} of ${runs}`);
    }
  };
}

function summary({ runs, statuses }: FuzzReport, { what, seed }: FuzzTask, seconds: number): string {
  const done = `seed ${seed}, ${seconds.toFixed(1)} s: no invariant broken`;
  if (what === "programs") return `${runs} random programs, ${done}`;
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
  return `${runs} damaged requests, ${done} (${counts.join(", ")})`;
}

function fail(message: string, { what, seed, runs }: FuzzTask): never {
  const option = what === "programs" ? "programs" : "runs";
  console.error(`\n${message}\n  again: npm run fuzz -- --${option} ${runs} --seed ${seed}`);
  process.exit(1);
}

/** Runs the fuzz in a process, and watches it. Ends the process where an invariant breaks. */
function run(task: FuzzTask & { readonly silence: number }): Promise<FuzzReport> {
  const { what, runs, silence } = task;
  const show = progress(runs);
  const child = fork(fileURLToPath(new URL("./fuzz/child.ts", import.meta.url)), [JSON.stringify(task)], {
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  let done = 0;
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const onSilence = () =>
    fail(`hang: silent for ${silence} s behind ${what === "programs" ? "program" : "request"} ${done}`, task);
  const deadline = setTimeout(onSilence, 1000 * silence);
  process.once("exit", () => child.kill("SIGKILL"));
  return new Promise((resolve) => {
    let isOver = false;
    child.once("close", () => isOver || fail(`the server crashed outside of any answer: ${complaint}`, task));
    child.on("message", (news: FuzzNews) => {
      deadline.refresh();
      if (news.kind === "failure") fail(news.message, task);
      if (news.kind === "progress") {
        done = news.done;
        show(done);
        return;
      }
      isOver = true;
      clearTimeout(deadline);
      child.disconnect();
      resolve(news);
    });
  });
}

/** What is to be done: without a word on how much, both kinds. */
function tasksOf({ runs, programs, seed, seconds, silence }: Options) {
  const common = { seed, seconds, silence };
  const isDay5 = (process.env.RAY_STAGE ?? "5") === "5";
  if (programs !== null && !isDay5)
    throw new UsageError("--programs needs what day 5 has: leave RAY_STAGE out");
  const tasks: Parameters<typeof run>[0][] = [];
  if (runs !== null || programs === null) tasks.push({ ...common, what: "requests", runs: runs ?? 200_000 });
  if (programs !== null || (runs === null && isDay5))
    tasks.push({ ...common, what: "programs", runs: programs ?? 100_000 });
  return tasks;
}

async function main(task: Parameters<typeof run>[0]): Promise<void> {
  const begun = performance.now();
  const report = await run(task);
  if (process.stdout.isTTY) process.stdout.write("\n");
  if (report.runs < task.runs) console.log(`stopped after ${task.seconds} s`);
  console.log(summary(report, task, (performance.now() - begun) / 1000));
}

bearClosedPipe();
try {
  const options = readOptions();
  if (options.help) console.log(usage);
  else for (const task of tasksOf(options)) await main(task);
} catch (error) {
  const text = (error as Error).message.split(/\. |\n/)[0];
  console.error(error instanceof UsageError ? text : `${text}\n\n${usage}`);
  process.exitCode = 2;
}
