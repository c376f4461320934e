/**
 * A recorded profile, from the lines that `npm run bench -- profile --folded` writes, as a tree of calls with places.
 * Pure. Called by flame-page.ts.
 */

export interface Frame {
  readonly name: string;
  /** "ray", "node", "native", "gc", "program": whose code it is. */
  readonly layer: string;
  /** "http/h1/connection.ts", below day5/src; "" for what is not ray's. */
  readonly file: string;
  /** Shares of the whole time, in millionths: by itself, and with all that it calls. */
  self: number;
  total: number;
  /** Where it begins, in millionths, when what it stands beside is laid out from the left, the widest first. */
  x: number;
  readonly depth: number;
  readonly calls: Frame[];
}

export interface Profile {
  readonly title: string;
  readonly root: Frame;
}

export interface Hot {
  readonly name: string;
  readonly file: string;
  readonly self: number;
  readonly total: number;
}

export function parseFolded(text: string): Profile {
  const lines = text.trimEnd().split("\n");
  const title = (lines.shift() ?? "").replace(/^# /, "");
  const top = frameOf("program (root)", 0);
  for (const row of lines) {
    const [, stack = "", share = ""] = /^(.*) (\d+)$/.exec(row) ?? [];
    let at = top;
    for (const [depth, words] of stack.split(";").entries()) {
      if (depth === 0) continue;
      const wanted = frameOf(words, depth);
      const known = at.calls.find(({ name, layer, file }) => `${layer} ${file} ${name}` === keyOf(wanted));
      if (known === undefined) at.calls.push(wanted);
      at = known ?? wanted;
    }
    at.self += Number(share);
  }
  measure(top);
  place(top, 0);
  return { title, root: top };
}

export function* everyFrame(root: Frame): Generator<Frame> {
  yield root;
  for (const call of root.calls) yield* everyFrame(call);
}

/** Functions of ray by the time that they took themselves, the hottest first. */
export function hottest(root: Frame, count: number): Hot[] {
  const found = new Map<string, { name: string; file: string; self: number; total: number }>();
  const visit = (frame: Frame, above: ReadonlySet<string>): void => {
    const key = keyOf(frame);
    const own = found.get(key) ?? { name: frame.name, file: frame.file, self: 0, total: 0 };
    own.self += frame.self;
    // A function that calls itself again counts once.
    if (!above.has(key)) own.total += frame.total;
    if (frame.file !== "") found.set(key, own);
    for (const call of frame.calls) visit(call, new Set([...above, key]));
  };
  visit(root, new Set());
  return [...found.values()].sort((a, b) => b.self - a.self).slice(0, count);
}

/** By layer, the largest first. */
export function layerShares(root: Frame): (readonly [layer: string, share: number])[] {
  const shares = new Map<string, number>();
  for (const { layer, self } of everyFrame(root)) shares.set(layer, (shares.get(layer) ?? 0) + self);
  return [...shares].sort((a, b) => b[1] - a[1]);
}

const keyOf = ({ layer, file, name }: Frame) => `${layer} ${file} ${name}`;

function frameOf(words: string, depth: number): Frame {
  const [layer = "", ...rest] = words.split(" ");
  const file = layer === "ray" && rest.length > 1 && /\.ts$/.test(rest[0] ?? "") ? (rest.shift() ?? "") : "";
  return { name: rest.join(" "), layer, file, self: 0, total: 0, x: 0, depth, calls: [] };
}

function measure(frame: Frame): number {
  frame.total = frame.self + frame.calls.reduce((sum, call) => sum + measure(call), 0);
  frame.calls.sort((a, b) => b.total - a.total);
  return frame.total;
}

function place(frame: Frame, x: number): void {
  frame.x = x;
  let left = x;
  for (const call of frame.calls) {
    place(call, left);
    left += call.total;
  }
}
