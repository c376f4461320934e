/**
 * The states of HTTP/1.1 and the ways between them, recorded: real connections run through a copy of day 5 in which
 * connection.ts tells of each change. Called by state-page.ts. What no run has taken is an error, so that the picture
 * cannot lack a way that the code has.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { type Place, type WatchedCopy, watchedCopy } from "./state-copy.ts";
import type { Run, runAll } from "./state-runs.ts";

export const CONNECTION = "day5/src/http/h1/connection.ts";

/** How a connection ends, as its client sees it. */
export type Ending = "silent" | "answered" | "reset" | "gone" | `${number}`;

export interface Way {
  readonly from: string;
  /** A state, or "end". */
  readonly to: string;
  /** Null for a way to another state. */
  readonly ending: Ending | null;
  readonly places: readonly Place[];
  /** Names of the runs that took it. */
  readonly runs: readonly string[];
}

export interface StateMachine {
  readonly states: WatchedCopy["states"];
  readonly first: string;
  readonly ways: readonly Way[];
}

export async function recordStates(root: string): Promise<StateMachine> {
  const { text, places, states, first } = watchedCopy(
    readFileSync(join(root, CONNECTION), "utf8"),
    join(root, "site/see/state-watch.ts"),
  );
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    entryPoints: [join(root, "site/see/state-runs.ts")],
    plugins: [
      {
        name: "watched",
        setup: (bundle) =>
          bundle.onLoad({ filter: /http[\\/]h1[\\/]connection\.ts$/ }, ({ path }) => ({
            contents: text,
            loader: "ts",
            resolveDir: join(path, ".."),
          })),
      },
    ],
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? "").toString("base64");
  const bundle: { runAll: typeof runAll } = await import(`data:text/javascript;base64,${code}`);
  const runs = await bundle.runAll();
  const taken = new Set(runs.flatMap(({ changes }) => changes.map(({ line }) => line)));
  const missed = places.filter(({ line }) => !taken.has(line));
  if (missed.length > 0)
    throw new Error(`${CONNECTION}: no run of site/see/state-runs.ts comes to line ${missed[0]?.line}`);
  return { states, first, ways: waysOf(runs, places, states) };
}

function waysOf(runs: readonly Run[], places: readonly Place[], states: StateMachine["states"]): Way[] {
  const ways = new Map<string, { way: Way; places: Set<Place>; runs: Set<string> }>();
  for (const run of runs) {
    for (const { from, to, line, failure } of run.changes) {
      const ending = to === "end" ? endingOf(run, from, failure) : null;
      const key = `${from} ${to} ${ending}`;
      const known = ways.get(key) ?? {
        way: { from, to, ending, places: [], runs: [] },
        places: new Set<Place>(),
        runs: new Set<string>(),
      };
      const place = places.find((one) => one.line === line);
      if (place !== undefined) known.places.add(place);
      known.runs.add(run.name);
      ways.set(key, known);
    }
  }
  const rank = (name: string) => states.findIndex((state) => state.name === name) + 1 || 99;
  return [...ways.values()]
    .map(({ way, places: own, runs: names }) => ({ ...way, places: [...own], runs: [...names] }))
    .sort((a, b) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to));
}

/** An answer more than handlers have given is the connection's own word. */
function endingOf(run: Run, from: string, failure: string | null): Ending {
  if (failure !== null) return failure === "RESET" ? "gone" : "reset";
  const given = run.changes.filter(({ to }) => to === "answering").length;
  if (run.statuses.length > given) return `${run.statuses.at(-1) ?? 0}`;
  return from === "answering" || from === "switched" ? "answered" : "silent";
}
