/**
 * The servers that the playground talks to: the example of each day, started when it is first asked for, and the
 * learner's own program, started anew each time, since it is what one changes. All end with the site.
 */
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { childEnv, startChild, stopChild } from "../../scripts/test/child.ts";

export const TARGETS = ["day1", "day2", "day3", "day4", "day5", "work"] as const;
export type Target = (typeof TARGETS)[number];

/** Why a program is not there to talk to, with what it printed. */
export class ProgramError extends Error {}

export interface Program {
  readonly port: number;
  /** Called when one has said what one wanted. */
  readonly release: () => Promise<void>;
}

const LEARN = fileURLToPath(new URL("../../scripts/learn.ts", import.meta.url));
/** Generous: a busy machine starts slowly. A program that has ended is told at once. */
const START_MS = 30_000;
const MOST_TOLD = 2_000;

export class Programs {
  readonly #root: string;
  /** From the first request for a day to the end of the site; gone when it could not start or has ended. */
  readonly #stages = new Map<Target, Promise<Running>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Errors: ProgramError. */
  async get(target: Target): Promise<Program> {
    if (target === "work") {
      if (!existsSync(join(this.#root, "work", "src")))
        throw new ProgramError("there is nothing in work/ yet: npm run learn lays the first lesson");
      // The runner knows which program the lesson under way has.
      const { child, port } = await start(this.#root, [LEARN, "work", "--root", this.#root]);
      return { port, release: () => stopChild(child, 300) };
    }
    let running = this.#stages.get(target);
    if (running === undefined) {
      running = start(this.#root, [`${target}/examples/main.ts`]);
      this.#stages.set(target, running);
      const forget = () => this.#stages.delete(target);
      running.then(({ child }) => child.once("exit", forget), forget);
    }
    const { port } = await running;
    return { port, release: async () => {} };
  }

  async close(): Promise<void> {
    const all = await Promise.allSettled(this.#stages.values());
    await Promise.all(
      all.map((one) => (one.status === "fulfilled" ? stopChild(one.value.child, 300) : null)),
    );
  }
}

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
}

/** Resolves with the port that it prints. Errors: ProgramError. */
async function start(root: string, words: readonly string[]): Promise<Running> {
  const env = childEnv({ HOST: "127.0.0.1", PORT: "0", MY_LOG_LEVEL: "silent", NODE_OPTIONS: undefined });
  const child = startChild(process.execPath, ["--import", import.meta.resolve("tsx"), ...words], {
    cwd: root,
    env,
  });
  let printed = "";
  const port = await new Promise<number | null>((resolve) => {
    const late = setTimeout(() => resolve(null), START_MS);
    const hear = (text: Buffer) => {
      printed = (printed + text).slice(0, MOST_TOLD);
      const [, found] = /listening on (?:\w+:\/\/)?127\.0\.0\.1:(\d+)/.exec(printed) ?? [];
      if (found !== undefined) resolve(Number(found));
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("close", () => {
      clearTimeout(late);
      resolve(null);
    });
  });
  if (port !== null) return { child, port };
  await stopChild(child, 300);
  throw new ProgramError(
    `the program did not say "listening on http://127.0.0.1:PORT":\n${printed || "(it printed nothing)"}`,
  );
}
