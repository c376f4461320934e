/**
 * preflight: can the stage be imported at all? Asked before its tests, so that a typing mistake is one error and not
 * the same one from every file. Called by test.ts; prints nothing.
 */
import { existsSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { FileResult } from "./file-result.ts";
import { withoutFrame } from "./run-file.ts";
import { runToldChild } from "./told-child.ts";
import type { ImportNews } from "./try-import.ts";

export interface Preflight {
  /** The one failure of the stage; null when its tests can run. */
  readonly failure: FileResult | null;
  /** What the course's index.ts of this day exports and this one does not. */
  readonly missing: readonly string[];
  /** The index.ts, as the reader knows it. */
  readonly index: string;
}

export interface PreflightRun {
  readonly root: string;
  readonly day: number;
  /** The learner's own folder or index.ts. */
  readonly impl: string | undefined;
  readonly stillMs: number;
  readonly cpuMs?: number | undefined;
  readonly mostOutput?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export async function preflight(run: PreflightRun): Promise<Preflight> {
  const course = join(run.root, `day${run.day}`, "src", "index.ts");
  const file = run.impl === undefined ? course : indexOf(run.impl);
  const index = relative(process.cwd(), file).replaceAll("\\", "/");
  const fine: Preflight = { failure: null, missing: [], index };
  // Then support/stage.ts says so, to the tests that need it.
  if (!existsSync(file)) return fine;
  let news: ImportNews | undefined;
  const { output, ending, hung } = await runToldChild({
    cwd: run.root,
    args: [
      fileURLToPath(new URL("try-import.ts", import.meta.url)),
      file,
      ...(run.impl !== undefined && existsSync(course) ? [course] : []),
    ],
    // Not a test: what it loads is not covered.
    env: { NODE_V8_COVERAGE: undefined },
    stillMs: run.stillMs,
    cpuMs: run.cpuMs,
    mostOutput: run.mostOutput,
    signal: run.signal,
    onValue: (value) => {
      news = value as ImportNews;
    },
  });
  if (news?.kind === "imported" && (news.missing.length < news.wanted || news.wanted === 0)) {
    return { ...fine, missing: news.missing };
  }
  const failure = new FileResult(index);
  const title = "(the copy cannot be imported)";
  if (news?.kind === "failed") failure.addFailure(title, news.message, placed(news.stack));
  else if (news !== undefined) {
    failure.addFailure(title, `it exports nothing of what day ${run.day} has: ${news.missing.join(", ")}`);
  } else {
    // 13: Node's own code for a module that waits for something that never comes.
    const never = ending === "exit code 13" ? "a top-level await in it never ends" : undefined;
    const why = hung ?? never ?? `the process ended (${ending || "exit code 0"}) while it was imported`;
    failure.addFailure(title, `${why}\n${withoutFrame(output)}`);
  }
  return { ...fine, failure };
}

function indexOf(impl: string): string {
  return statSync(impl).isDirectory() ? join(impl, "index.ts") : impl;
}

/** Where Node says the place of a link error only in front of the stack, as a URL, it becomes a frame. */
function placed(stack: string): string {
  const place = /^file:\/\/[^\n]+:\d+$/m.exec(stack.split("\n")[0] ?? "")?.[0];
  return place === undefined ? stack : `    at ${place}\n${stack}`;
}
