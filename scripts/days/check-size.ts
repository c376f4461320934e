// checkSize: a file that is read in one sitting has at most 200 lines.

import { countLines } from "../shared/count-lines.ts";
import type { Problem } from "./problem.ts";
import type { Tree } from "./tree.ts";

const MOST_LINES = 200;

export function checkSize(tree: Tree): Problem[] {
  const problems: Problem[] = [];
  for (const [file, content] of tree.files) {
    const lines = countLines(content);
    if (lines <= MOST_LINES) continue;
    const text = `${file} has ${lines} lines, ${MOST_LINES} at most: give one of its jobs a file of its own`;
    problems.push({ days: [tree.day], text });
  }
  return problems;
}
