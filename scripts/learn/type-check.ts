/**
 * typeCheck: what the compiler says of the learner's folder, by its own tsconfig. The compiler is started itself and not
 * through npx, which would cost more than it does. Called by check.ts.
 */
import { join } from "node:path";
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

/** What the compiler says when it cannot keep what it knows: the next run takes longer, and nothing else is wrong. */
const NOT_KEPT = "TS5033";

/**
 * In the order in which the compiler tells them. In the folder `keep`, unless null, it keeps what it knows of files
 * that have not changed, which halves the next run. Errors: TroubleError when it cannot be started.
 */
export async function typeCheck(
  work: string,
  keep: string | null,
  signal?: AbortSignal,
): Promise<TypeProblem[]> {
  const compiler = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript")));
  const kept = keep === null ? [] : ["--incremental", "--tsBuildInfoFile", join(keep, "types.tsbuildinfo")];
  const child = startChild(
    process.execPath,
    [compiler, "-p", "tsconfig.json", "--noEmit", "--pretty", "false", ...kept],
    { cwd: work },
  );
  let output = "";
  const stop = () => child.kill("SIGKILL");
  const take = (text: string) => {
    output += text;
    if (output.length > MOST_OUTPUT) stop();
  };
  child.stdout?.setEncoding("utf8").on("data", take);
  child.stderr?.setEncoding("utf8").on("data", take);
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
  const told = readProblems(output);
  const problems = told.filter(({ code: of }) => of !== NOT_KEPT);
  const isCut = signal?.aborted === true || isEndedBySignal();
  if (code === 0 || told.length > 0 || isCut) return problems;
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
