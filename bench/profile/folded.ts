/**
 * A tree of calls as lines, one for each stack that took time by itself: its frames from the outside in, and its share
 * in millionths. A frame is "layer name" or, for ray's own, "ray FILE name". The first line says what was measured.
 * The site reads it (site/see/flame-tree.ts).
 */
import type { Call } from "./call-tree.ts";

/** What takes less of the time, with all that it calls, could not be seen: it counts as its caller's own. */
const SMALLEST = 1 / 1_000;

/** `what`: a line about the measurement. */
export function folded(root: Call, what: string): string {
  const lines = [`# ${what}`];
  const visit = (call: Call, above: readonly string[]): void => {
    const stack = [...above, frameOf(call)];
    const large = call.children.filter(({ total }) => total >= root.total * SMALLEST);
    const own = call.total - large.reduce((sum, { total }) => sum + total, 0);
    const share = Math.round((1e6 * own) / root.total);
    if (share > 0) lines.push(`${stack.join(";")} ${share}`);
    for (const child of large) visit(child, stack);
  };
  visit(root, []);
  return `${lines.join("\n")}\n`;
}

function frameOf({ layer, file, name }: Call): string {
  const plain = name.replaceAll(";", ",").trim();
  return file === "" ? `${layer} ${plain}` : `${layer} ${file} ${plain.replace(/^\S+: /, "")}`;
}
