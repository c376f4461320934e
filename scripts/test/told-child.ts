/**
 * Runs TypeScript in a process that tells its results over channel.ts, and ends it when it stands still.
 * Used by run-file.ts for test files, and by preflight.ts.
 */
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { StillWatch } from "../shared/still-watch.ts";
import { ChannelReader, WORD_VARIABLE } from "./channel.ts";
import { childEnv, signalGroup, startChild } from "./child.ts";
import type { Spares } from "./spares.ts";

export interface ToldChild {
  readonly cwd: string;
  /** What comes after `node --import tsx`. */
  readonly args: readonly string[];
  readonly env: Record<string, string | undefined>;
  /** For so long it may stand still: without a word to us, and without using the CPU. */
  readonly stillMs: number;
  /** So much CPU it may use without a word to us (StillWatch's own limit). */
  readonly cpuMs?: number | undefined;
  /** So many bytes it may print (no limit: what is beyond some is only not kept). */
  readonly mostOutput?: number | undefined;
  /** Ends it before it is done. */
  readonly signal?: AbortSignal | undefined;
  /** Where there is a process that is ready, it is that one: it differs in nothing but that it was started before. */
  readonly spares?: Spares | undefined;
  readonly onValue: (value: unknown) => void;
}

export interface ToldEnd {
  /** stdout and stderr as they came. */
  readonly output: string;
  /** "" when it ended with 0; "exit code 1", "ended by SIGSEGV". */
  readonly ending: string;
  /** Why we ended it; undefined when we did not. */
  readonly hung: string | undefined;
}

export interface Started {
  readonly child: ChildProcess;
  /** Known to it and to us alone: what it tells bears it. */
  readonly word: string;
}

/** `input`: what it can read; nothing unless a pipe. */
export function startTold(
  args: readonly string[],
  { cwd, env }: Pick<ToldChild, "cwd" | "env">,
  input: "ignore" | "pipe" = "ignore",
): Started {
  const word = randomBytes(16).toString("hex");
  const channel = new URL("channel.ts", import.meta.url).href;
  const child = startChild(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), "--import", channel, ...args],
    { cwd, env: childEnv({ ...env, [WORD_VARIABLE]: word }), stdio: [input, "pipe", "pipe", "pipe"] },
  );
  return { child, word };
}

const outputLimit = 200_000;

export async function runToldChild(run: ToldChild): Promise<ToldEnd> {
  const { word, child } = run.spares?.take(run) ?? startTold(run.args, run);
  let output = "";
  let printed = 0;
  const keep = (text: string) => {
    if (output.length < outputLimit) output += text;
    printed += text.length;
    if (printed > (run.mostOutput ?? Number.POSITIVE_INFINITY))
      stop(`it printed more than ${run.mostOutput} bytes`);
  };
  child.stdout?.setEncoding("utf8").on("data", keep);
  child.stderr?.setEncoding("utf8").on("data", keep);

  let hung: string | undefined;
  const stop = (why: string) => {
    hung ??= why;
    signalGroup(child, "SIGKILL");
  };
  const watch =
    child.pid === undefined
      ? undefined
      : new StillWatch({ pid: child.pid, stillMs: run.stillMs, cpuMs: run.cpuMs, onGivenUp: stop });
  const leave = () => stop("it was stopped");
  if (run.signal?.aborted) leave();
  run.signal?.addEventListener("abort", leave, { once: true });

  const reader = new ChannelReader(word, (value) => {
    watch?.alive();
    if (hung === undefined) run.onValue(value);
  });
  (child.stdio[3] as Readable).on("data", (chunk: Buffer) => reader.push(chunk)).on("error", () => {});

  const ending = await new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not start: ${error.message}`));
    child.once("close", (code, signal) =>
      resolve(signal ? `ended by ${signal}` : code === 0 ? "" : `exit code ${code}`),
    );
  });
  watch?.stop();
  run.signal?.removeEventListener("abort", leave);
  reader.end();
  if (reader.foreign > 0) {
    keep(`\n(${reader.foreign} bytes were written on descriptor 3, which is the test run's own: not read)\n`);
  }
  return { output, ending, hung };
}
