/**
 * A CPU profile of Node as a tree of calls: who called whom, and how long that took in all. Time in which
 * the server had nothing to do is left out.
 */

/** The parts of `node --cpu-prof` output that are read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  /** The node that was running at each sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

const LONGEST_NAME = 40;

export type Layer = "ray" | "node" | "native" | "gc" | "program";

export interface Call {
  readonly name: string;
  readonly layer: Layer;
  /** "http/h1/connection.ts", below day5/src; "" for what is not ray's. */
  readonly file: string;
  /** Microseconds in this call and all that it called. */
  total: number;
  /** Microseconds in this call alone. */
  self: number;
  readonly children: Call[];
}

/** The calls of the last `lastUs` microseconds: what came before was the start of the program. */
export function callTree(profile: CpuProfile, lastUs: number): Call {
  const calls = new Map<number, Call>();
  for (const { id, callFrame } of profile.nodes) calls.set(id, call(callFrame.functionName, callFrame.url));
  for (const { id, children } of profile.nodes)
    for (const child of children ?? []) calls.get(id)?.children.push(calls.get(child) as Call);
  let left = profile.timeDeltas.reduce((sum, delta) => sum + delta, 0);
  profile.samples.forEach((id, index) => {
    const at = calls.get(id) as Call;
    const delta = profile.timeDeltas[index] ?? 0;
    if (at.name !== "(idle)" && left <= lastUs) at.self += delta;
    left -= delta;
  });
  const root = calls.get(profile.nodes[0]?.id ?? 0) ?? call("(root)", "");
  return merge(root, [root]);
}

/** Time of each layer by itself, in microseconds, the largest first. */
export function layerTimes(root: Call): [Layer, number][] {
  const times = new Map<Layer, number>();
  const visit = (at: Call): void => {
    times.set(at.layer, (times.get(at.layer) ?? 0) + at.self);
    at.children.forEach(visit);
  };
  visit(root);
  return [...times].filter(([, time]) => time > 0).sort((a, b) => b[1] - a[1]);
}

/** Functions by the time that they took themselves, the largest first. */
export function selfTimes(root: Call): [Call, number][] {
  const times = new Map<string, [Call, number]>();
  const visit = (at: Call): void => {
    const key = `${at.layer} ${at.name}`;
    times.set(key, [at, (times.get(key)?.[1] ?? 0) + at.self]);
    at.children.forEach(visit);
  };
  visit(root);
  return [...times.values()].sort((a, b) => b[1] - a[1]);
}

/** One call in the place of several to the same function from the same place. */
function merge(into: Call, same: readonly Call[]): Call {
  const groups = new Map<string, Call[]>();
  for (const one of same)
    for (const child of one.children) {
      const key = `${child.layer} ${child.name}`;
      groups.set(key, [...(groups.get(key) ?? []), child]);
    }
  const children = [...groups.values()].map((group) => merge(group[0] as Call, group));
  const self = same.reduce((sum, one) => sum + one.self, 0);
  const total = self + children.reduce((sum, child) => sum + child.total, 0);
  children.sort((a, b) => b.total - a.total);
  return { name: into.name, layer: into.layer, file: into.file, self, total, children };
}

function call(functionName: string, url: string): Call {
  const file = url.split("/").at(-1)?.replace(/\.js$/, "") ?? "";
  const below = url.split("/.build/")[1]?.replace(/\.js$/, ".ts") ?? "";
  const layer = layerOf(functionName, url);
  // A regular expression is named after its source, which may be long.
  const name = functionName === "" ? `(${file || "anonymous"})` : functionName.slice(0, LONGEST_NAME);
  const shown = layer === "ray" ? `${file}: ${name}` : name;
  return { name: shown, layer, file: below, total: 0, self: 0, children: [] };
}

function layerOf(name: string, url: string): Layer {
  if (name === "(garbage collector)") return "gc";
  if (name.startsWith("(") && url === "") return "program";
  if (url.startsWith("node:")) return "node";
  return url === "" ? "native" : "ray";
}
