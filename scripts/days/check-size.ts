/**
 * checkSize: a file that is read in one sitting has at most 160 lines of code. Comments and empty lines are free:
 * a cap that counted them would be paid for with the sentences that explain the code.
 */

import type { Problem } from "./problem.ts";
import type { Tree } from "./tree.ts";

const MOST_LINES = 160;

/** An empty line, or one of a comment; the formatter never begins a line of code with a star. */
const FREE = /^\s*(?:$|\/\/|\/?\*)/;

/** How many lines of `content` are neither empty nor a comment. */
export function countCode(content: Buffer): number {
  return content
    .toString("utf8")
    .split("\n")
    .filter((line) => !FREE.test(line)).length;
}

export function checkSize(tree: Tree): Problem[] {
  const problems: Problem[] = [];
  for (const [file, content] of tree.files) {
    const lines = countCode(content);
    if (lines <= MOST_LINES) continue;
    const text = `${file} has ${lines} lines of code, ${MOST_LINES} at most: give one of its jobs a file of its own`;
    problems.push({ days: [tree.day], text });
  }
  return problems;
}
