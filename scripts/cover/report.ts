/**
 * Reads what c8 wrote for one day and words it. Called by coverage.ts.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

interface Percent {
  pct: number | "Unknown";
}
type Summary = Record<string, { lines: Percent; branches: Percent }>;

interface Place {
  start: { line: number };
}
interface FileCoverage {
  statementMap: Record<string, Place>;
  s: Record<string, number>;
  branchMap: Record<string, { loc: Place }>;
  b: Record<string, number[]>;
}

export interface DayReport {
  lines: number;
  branches: number;
  /** One line for each file under 100 %, worst first. */
  misses: string[];
}

/** c8 says "Unknown" where there was nothing to cover. */
const percent = ({ pct }: Percent) => (pct === "Unknown" ? 100 : pct);

export function readReport(root: string, folder: string): DayReport {
  const read = (name: string) => JSON.parse(readFileSync(join(root, folder, name), "utf8"));
  const summary: Summary = read("coverage-summary.json");
  const details: Record<string, FileCoverage> = read("coverage-final.json");
  const files = Object.entries(summary).filter(([file]) => file !== "total");
  const rows = files.map(([file, { lines, branches }]) => {
    const name = relative(root, file).replaceAll("\\", "/");
    const missed = uncovered(details[file]);
    const text =
      `  ${name}: lines ${percent(lines)} %${inBrackets(missed.lines)}, ` +
      `branches ${percent(branches)} %${inBrackets(missed.branches)}`;
    return { text, sum: percent(lines) + percent(branches) };
  });
  const total = summary.total ?? { lines: { pct: 0 }, branches: { pct: 0 } };
  const misses = rows.filter(({ sum }) => sum < 200).sort((a, b) => a.sum - b.sum);
  return {
    lines: percent(total.lines),
    branches: percent(total.branches),
    misses: misses.map(({ text }) => text),
  };
}

function uncovered(file: FileCoverage | undefined): { lines: number[]; branches: number[] } {
  if (file === undefined) return { lines: [], branches: [] };
  const missed = (id: string) => file.s[id] === 0;
  const lines = Object.entries(file.statementMap).filter(([id]) => missed(id));
  const branches = Object.entries(file.branchMap).filter(([id]) => file.b[id]?.includes(0));
  return {
    lines: lines.map(([, at]) => at.start.line),
    branches: branches.map(([, { loc }]) => loc.start.line),
  };
}

const inBrackets = (lines: number[]) => (lines.length === 0 ? "" : ` (line ${ranges(lines)})`);

/** 1, 2, 3, 7 becomes "1-3, 7". */
export function ranges(numbers: number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const groups: [number, number][] = [];
  for (const number of sorted) {
    const last = groups.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else groups.push([number, number]);
  }
  return groups.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}
