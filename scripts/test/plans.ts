/** plansOf: what `npm test` runs for given options, a plan for each line of its closing table. Called by test.ts. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "./options.ts";
import { testFiles } from "./run-stage.ts";

export interface Plan {
  readonly name: string;
  /** The day under test; null for the tests of the tools. */
  readonly day: number | null;
  /** In the order in which they are run. */
  readonly folders: string[];
  /** Test files in them that are not run. */
  readonly leftOut: readonly string[];
  readonly env: Record<string, string | undefined>;
  /** For so long a file may stand still. */
  readonly stillMs: number;
  /** Only this stage was asked for: a person waits for it, and wants to know how far it is. */
  readonly isAlone: boolean;
}

const STILL_MS = 20_000;

export function plansOf(options: Options): Plan[] {
  const { impl, days } = options;
  const stillMs = options.stillMs ?? STILL_MS;
  const tools: Plan = {
    name: "tools",
    day: null,
    folders: ["tests/scripts"],
    leftOut: [],
    env: { RAY_STAGE: undefined, RAY_IMPL: undefined, RAY_HTTP: undefined },
    // A tool's test may watch a run that itself waits for something that stands still.
    stillMs: stillMs * 3,
    isAlone: false,
  };
  const stages = days.map((day): Plan => {
    const earlier = Array.from({ length: day - 1 }, (_, index) => `tests/day${index + 1}`);
    return {
      name: options.http === undefined ? `day ${day}` : `day ${day} over ${options.http}`,
      day,
      // The day's own tests first: they are about what was written last.
      folders: [`tests/day${day}`, ...earlier],
      leftOut: [...options.leftOut, ...(options.http === undefined ? [] : silentFiles(options.root))],
      env: { RAY_STAGE: String(day), RAY_IMPL: impl, RAY_HTTP: options.http, ...coverage(options, day) },
      stillMs,
      isAlone: days.length === 1,
    };
  });
  return options.tools ? [tools, ...stages] : stages;
}

/** Test files that ask no server by the means of tests/support: a version of HTTP would change nothing for them. */
function silentFiles(root: string): string[] {
  const files = [1, 2, 3, 4, 5].flatMap((day) => testFiles(root, `tests/day${day}`));
  const asks = (file: string) =>
    /\bstartHttpServer\b|\binject\(/.test(readFileSync(join(root, file), "utf8"));
  return files.filter((file) => !asks(file));
}

/** Where V8 notes what runs. What an earlier run left there must not pass for the result of this one. */
function coverage({ coverage, root }: Options, day: number): Record<string, string> {
  if (!coverage) return {};
  const folder = join(root, measuredFolder(day));
  rmSync(folder, { recursive: true, force: true });
  return { NODE_V8_COVERAGE: folder };
}

/** Below the root; coverage.ts makes its report of it. */
export function measuredFolder(day: number): string {
  return `coverage/day${day}/tmp`;
}
