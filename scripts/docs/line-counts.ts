/**
 * The table of days says how many lines each day's src has; this holds it to the truth, and corrects it
 * with --write. Called by docs-check.ts for README.md and docs/README.md.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { countLines } from "../shared/count-lines.ts";
import type { Page, Problem } from "./page.ts";

/** All lines of dayN/src/**\/*.ts, blank ones and comments included; undefined without such a folder. */
export function countDayLines(root: string, day: number): number | undefined {
  const folder = join(root, `day${day}`, "src");
  if (!existsSync(folder)) return undefined;
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith(".ts"));
  return files.reduce((sum, file) => sum + countLines(readFileSync(join(folder, file))), 0);
}

/** With `write`, wrong numbers are corrected in the file and are no problem any more. */
export function checkLineCounts(root: string, page: Page, write: boolean): Problem[] {
  const problems: Problem[] = [];
  const lines = page.text.split("\n");
  let column = -1;
  for (const [index, line] of lines.entries()) {
    // The header of a table decides for the rows below it; a line that is no row ends the table.
    const cells = split(line);
    if (cells === undefined) column = -1;
    else if (column < 0) column = cells.findIndex((cell) => cell.trim().toLowerCase() === "lines");
    else {
      const day = Number(/\]\((?:\.\/)?(?:docs\/)?day([1-5])(?:\.md|\/README\.md)\)/.exec(line)?.[1]);
      const count = Number.isNaN(day) ? undefined : countDayLines(root, day);
      const cell = cells[column];
      if (count === undefined || cell === undefined || cell.trim() === String(count)) continue;
      lines[index] = replaceCell(cells, column, String(count));
      const message = `day${day}/src has ${count} lines, not ${cell.trim() || "none"}: npm run docs:check -- --write`;
      problems.push({ page: page.path, line: index + 1, message });
    }
  }
  if (!write || problems.length === 0) return problems;
  writeFileSync(join(root, page.path), lines.join("\n"));
  return [];
}

/** The cells of a table row, or undefined for a line that is none. Joined by "|" they are the line again. */
function split(line: string): string[] | undefined {
  return /^\s*\|.*\|\s*$/.test(line) ? line.split(/(?<!\\)\|/) : undefined;
}

/** The row with a new number, in the same width and with the same alignment where that is possible. */
function replaceCell(cells: string[], column: number, text: string): string {
  const old = cells[column] ?? "";
  const left = old.length - old.trimStart().length > 1;
  const body = left ? text.padStart(old.length - 2) : text.padEnd(old.length - 2);
  return cells.map((cell, index) => (index === column ? ` ${body} ` : cell)).join("|");
}
