/**
 * Compares what a page shows with what a program printed. Called by replay.ts.
 * Both sides lose what differs from run to run; in what the page shows, `…` stands for anything:
 * alone on a line for any number of lines, inside a line for any text.
 */
import { diffArrays } from "diff";

const replacements: [RegExp, string][] = [
  // Colours: a terminal shows them, a page does not.
  [/\u001b\[[\d;]*m/g, ""],
  [/^((?:[<>] )?date: ).*/i, "$1<date>"],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\b/g, "<date>"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, "<time>"],
  [/"time":\d{13}\b/g, '"time":<time>'],
  [/\b\d\d:\d\d:\d\d(?:\.\d+)?\b/g, "<time>"],
  [/\b\d+(?:\.\d+)? ?(?:ms|µs|μs)(?!\w)/g, "<n> ms"],
  [/\b\d+\.\d+ ?s\b/g, "<n> s"],
  [/\b(pid["']?[ :=]+)\d+/gi, "$1<pid>"],
  // pino-pretty: INFO (ray/12345): text
  [/\((?:[\w.-]+\/)?\d+\):/g, "(<pid>):"],
];

function normalizeLine(line: string): string {
  return replacements.reduce((text, [pattern, by]) => text.replace(pattern, by), line.trimEnd());
}

/** Normalised lines, without blank ones at the end. */
export function normalize(lines: string[]): string[] {
  const result = lines.map(normalizeLine);
  while (result.at(-1) === "") result.pop();
  return result;
}

/** The lines of a program's output. A carriage return at a line's end does not count. */
export function toLines(output: string): string[] {
  return output.split(/\r?\n/);
}

const quote = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const isGap = (line: string) => line.trim() === "…";

/** One line as the page shows it, as a pattern for one line of output. */
const linePattern = (line: string) => line.split("…").map(quote).join("[^\\n]*");

/** Does the output match the page? Both normalised. */
export function matches(shown: string[], printed: string[]): boolean {
  const pattern = shown
    .map((line) => (isGap(line) ? "(?:[^\\n]*\\n)*?" : `${linePattern(line)}\\n`))
    .join("");
  return new RegExp(`^${pattern}$`).test(printed.map((line) => `${line}\n`).join(""));
}

/** How many lines of output the page's lines match, counted from the top; undefined if none do. */
export function matchesPrefix(shown: string[], printed: string[], least: number): number | undefined {
  for (let count = least; count <= printed.length; count++) {
    if (matches(shown, printed.slice(0, count))) return count;
  }
  return undefined;
}

/** A diff to read: "-" what the page shows, "+" what was printed. */
export function difference(shown: string[], printed: string[]): string[] {
  const comparator = (a: string, b: string) => a === b || new RegExp(`^${linePattern(a)}$`).test(b);
  const changes = diffArrays(
    shown.filter((line) => !isGap(line)),
    printed,
    { comparator },
  );
  const lines = changes.flatMap(({ value, added, removed }) =>
    value.map((line) => `${added ? "+" : removed ? "-" : " "} ${line}`.trimEnd()),
  );
  return ["- the page shows, + was printed:", ...lines.slice(0, 60), ...(lines.length > 60 ? ["  …"] : [])];
}
