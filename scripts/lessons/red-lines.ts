/**
 * What the tests of a lesson print before it is done, and which lines of a page's `text red` are in it. Called by
 * run-state.ts. Paths are shown as the learner's own: below work/.
 */
import type { TestReport } from "./run-tests.ts";

/** `folders`: how the tree's folder may be written, absolute or not. */
export function printedBy(report: TestReport, folders: readonly string[]): string[] {
  const lines = report.load === null ? [] : [report.load.message];
  for (const { tests, output } of report.files) {
    for (const { name, status, message } of tests)
      if (status === "failed") lines.push(`✖ ${name}`, ...(message ?? "").split("\n"));
    lines.push(...output.split("\n"));
  }
  const sorted = [...folders].sort((a, b) => b.length - a.length);
  return lines
    .map((line) => line.replace(/\u001b\[[\d;]*m/g, "").trimEnd())
    .map((line) => sorted.reduce((text, folder) => text.replaceAll(folder, "work"), line))
    .filter((line) => line !== "");
}

/** Those of `wanted` that no line of `printed` holds; `…` stands for any text. */
export function missingLines(wanted: readonly string[], printed: readonly string[]): string[] {
  return wanted.filter((line) => {
    const pieces = line.trim().split("…");
    return !printed.some((text) => {
      let at = 0;
      return pieces.every((piece) => {
        const found = text.indexOf(piece, at);
        at = found + piece.length;
        return found >= 0;
      });
    });
  });
}
