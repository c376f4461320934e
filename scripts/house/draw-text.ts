/** drawText: the layers for a terminal, the highest first, each room with all that it stands on. */

import type { Plan } from "./plan.ts";

export function drawText({ layers }: Plan): string[] {
  const width = Math.max(...layers.flat().map(({ name }) => name.length));
  const rule = `${"─".repeat(width)}──┼──`;
  const lines: string[] = [];
  for (const layer of [...layers].reverse()) {
    if (lines.length > 0) lines.push(rule);
    for (const { name, standsOn } of layer) {
      const below = standsOn.length === 0 ? "nothing" : [...standsOn].reverse().join(", ");
      lines.push(`${name.padEnd(width)}  │  ${below}`);
    }
  }
  return lines;
}
