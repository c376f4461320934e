/**
 * predict: runs the program of a question in a laid tree; what it prints is the key. Called by the checks and by
 * `npm run learn -- quiz`.
 */
import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runToldChild } from "../test/told-child.ts";
import type { Question } from "./lesson.ts";

export interface Answer {
  /** Trimmed; its lines joined by " / ". */
  readonly printed: string;
  /** Which choices that is, by index: exactly one in a sound question. */
  readonly right: readonly number[];
  /** Why the program did not end as it should; "" when it did. */
  readonly trouble: string;
}

export interface PredictRun {
  readonly question: Question;
  /** Holds src and examples. The program lies there while it runs. */
  readonly folder: string;
  readonly stillMs?: number;
  readonly signal?: AbortSignal;
}

const STILL_MS = 10_000;

export async function predict({ question, folder, stillMs = STILL_MS, signal }: PredictRun): Promise<Answer> {
  const file = join(folder, `predict-${randomBytes(6).toString("hex")}.ts`);
  writeFileSync(file, question.program);
  try {
    const env = {
      RAY_STAGE: undefined,
      RAY_IMPL: undefined,
      NODE_V8_COVERAGE: undefined,
      FORCE_COLOR: undefined,
    };
    const { output, ending, hung } = await runToldChild({
      cwd: folder,
      args: [file],
      env: { ...env, HOST: undefined, PORT: undefined },
      stillMs,
      signal,
      onValue: () => {},
    });
    return answerOf(question, output, hung ?? ending);
  } finally {
    rmSync(file, { force: true });
  }
}

/** What an output says of the choices. */
export function answerOf(question: Question, output: string, trouble = ""): Answer {
  const lines = output.trim().split(/\r?\n/);
  const printed = lines.map((line) => line.trimEnd()).join(" / ");
  const right = question.choices.flatMap(({ text }, index) => (text === printed ? [index] : []));
  return { printed, right, trouble };
}
