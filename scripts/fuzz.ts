/**
 * `npm run fuzz`: damaged requests, 200,000 of them, against day 5 in memory. Prints how far it is, and at the end
 * what the answers were. A failure prints the invariant, the bytes and the seed that brings it back, and exits 1.
 * The work is in tests/support/fuzz.ts; `npm test` does 10,000 of the same.
 */
import { parseArgs } from "node:util";
import { FuzzFailure, type FuzzReport, fuzz } from "../tests/support/fuzz.ts";

const usage = `npm run fuzz -- [options]

  --runs N       how many requests (200000)
  --seed N       the damage to repeat; a random one otherwise
  --seconds N    stop after that time, done or not (600)
  --help         this text

RAY_STAGE=2 fuzzes day 2, RAY_IMPL=my-day2 your own copy.`;

/** A mistake in the command line, told in one line. */
class UsageError extends Error {}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d{1,10}$/.test(text) && value >= least) return value;
  throw new UsageError(`--${name} takes a whole number from ${least} on, not "${text}"`);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "200000" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
      seconds: { type: "string", default: "600" },
      help: { type: "boolean", default: false },
    },
  });
  return {
    help: values.help,
    runs: whole("runs", values.runs, 1),
    seed: whole("seed", values.seed, 0),
    seconds: whole("seconds", values.seconds, 1),
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

function summary({ runs, statuses }: FuzzReport, seed: number, seconds: number): string {
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
  return `${runs} damaged requests, seed ${seed}, ${seconds.toFixed(1)} s: no invariant broken (${counts.join(", ")})`;
}

function fail(error: unknown, seed: number): never {
  const known = error instanceof FuzzFailure;
  console.error(
    known ? `\n${error.message}` : `\nthe server crashed outside of any answer: ${(error as Error).stack}`,
  );
  console.error(`  again: npm run fuzz -- --seed ${seed}`);
  process.exit(1);
}

async function main({ runs, seed, seconds }: ReturnType<typeof readOptions>): Promise<void> {
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  process.on("uncaughtException", (error) => fail(error, seed));
  try {
    const report = await fuzz({ seed, runs, onProgress: progress(runs), isLate: () => elapsed() > seconds });
    if (process.stdout.isTTY) process.stdout.write("\n");
    if (report.runs < runs) console.log(`stopped after ${seconds} s`);
    console.log(summary(report, seed, elapsed()));
  } catch (error) {
    fail(error, seed);
  }
}

try {
  const options = readOptions();
  if (options.help) console.log(usage);
  else await main(options);
} catch (error) {
  const text = (error as Error).message.split(/\. |\n/)[0];
  console.error(error instanceof UsageError ? text : `${text}\n\n${usage}`);
  process.exitCode = 2;
}
