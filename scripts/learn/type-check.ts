/**
 * typeCheck: what the compiler says of the learner's folder, by its own tsconfig. The compiler is started itself and not
 * through npx, which would cost more than it does. Called by check.ts.
 */
import { fileURLToPath } from "node:url";
import { isEndedBySignal, startChild } from "../test/child.ts";
import { TroubleError } from "./outcome.ts";

export interface TypeProblem {
  /** In the tree: "src/net/conn.ts"; null for one that belongs to no file. */
  readonly path: string | null;
  readonly line: number;
  readonly column: number;
  /** "TS2322". */
  readonly code: string;
  /** All of it: what follows the first line explains it. */
  readonly message: string;
}

/** Bounds for a compiler that was given something that it cannot get through. */
const MOST_MS = 60_000;
const MOST_OUTPUT = 1024 * 1024;

/** In the order in which the compiler tells them. Errors: TroubleError when it cannot be started. */
export async function typeCheck(work: string, signal?: AbortSignal): Promise<TypeProblem[]> {
  const compiler = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript")));
  const child = startChild(
    process.execPath,
    [compiler, "-p", "tsconfig.json", "--noEmit", "--pretty", "false"],
    {
      cwd: work,
    },
  );
  let output = "";
  const stop = () => child.kill("SIGKILL");
  const keep = (text: string) => {
    output += text;
    if (output.length > MOST_OUTPUT) stop();
  };
  child.stdout?.setEncoding("utf8").on("data", keep);
  child.stderr?.setEncoding("utf8").on("data", keep);
  const timer = setTimeout(stop, MOST_MS);
  if (signal?.aborted === true) stop();
  signal?.addEventListener("abort", stop, { once: true });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", (error) =>
      reject(new TroubleError(`the compiler does not start (${error.message}): npm ci`)),
    );
    child.once("close", resolve);
  });
  clearTimeout(timer);
  signal?.removeEventListener("abort", stop);
  const problems = readProblems(output);
  const isCut = signal?.aborted === true || isEndedBySignal();
  if (code === 0 || problems.length > 0 || isCut) return problems;
  throw new TroubleError(`the compiler ended without a result: ${output.trim().slice(0, 300)}`);
}

/** From lines such as "src/net/conn.ts(12,5): error TS2322: Type …", each with the indented ones below it. */
export function readProblems(output: string): TypeProblem[] {
  const problems: { path: string | null; line: number; column: number; code: string; message: string }[] = [];
  for (const text of output.split(/\r?\n/)) {
    const [, path, line = "0", column = "0", code, message = ""] =
      /^(?:([^\s(][^(]*)\((\d+),(\d+)\): )?error (TS\d+): (.*)$/.exec(text) ?? [];
    const last = problems.at(-1);
    if (code !== undefined) {
      const place = path?.replaceAll("\\", "/") ?? null;
      problems.push({ path: place, line: Number(line), column: Number(column), code, message });
    } else if (/^\s+\S/.test(text) && last !== undefined) last.message += `\n${text}`;
  }
  return problems;
}
