/**
 * What is said of code that does not get as far as a test: an error of the compiler, a copy that cannot be loaded, a
 * process that falls over. Called by tell.ts.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { frameOf } from "./evidence.ts";
import { shown } from "./shown.ts";
import type { Verdict } from "./verdict.ts";

/** More lines of a message than these say nothing new. */
const MOST_LINES = 6;

/** 1000 to 1999 are the errors of the compiler's parser; the three others are about names that a file does not export. */
export function tellTypes(work: string, { problem, more }: Verdict & { kind: "types" }): string[] {
  const { path, line, column, code, message } = problem;
  const what = /^TS1\d{3}$/.test(code)
    ? "a syntax error"
    : /^TS2(305|614|724)$/.test(code)
      ? "a missing export"
      : "a type error";
  const place = path === null ? "work/tsconfig.json" : `${shown(path)}:${line}:${column}`;
  return [
    `✖ ${what} in ${place}`,
    ...(path === null ? [] : sourceLines(join(work, path), line, column)),
    ...message.split("\n").map((text) => `  ${text}`),
    `  (${code})`,
    ...(more === 0 ? [] : [`  and ${more} more: npx tsc -p work`]),
  ];
}

/** The line of the source, and a mark under the place. */
function sourceLines(path: string, line: number, column: number): string[] {
  const text = existsSync(path) ? readFileSync(path, "utf8").split("\n")[line - 1] : undefined;
  if (text === undefined || text.length > 200) return [];
  // A tab takes as much room in the mark as in the line.
  const space = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  return [`    ${text}`, `    ${space}^`];
}

export function tellLoad(work: string, { message, stack }: Verdict & { kind: "not loaded" }): string[] {
  const lines = message.split("\n").filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  const missing = /does not provide an export named '(\w+)'/.exec(message)?.[1];
  const isSyntax = /SyntaxError|Transform failed/.test(message);
  const what =
    missing !== undefined
      ? `a missing export: ${missing}`
      : isSyntax
        ? "a syntax error"
        : "your code cannot be loaded";
  return [
    `✖ ${what}`,
    ...lines.slice(0, MOST_LINES).map((line) => `  ${line}`),
    ...inFile(work, stack, message),
  ];
}

export function tellCrash(work: string, message: string): string[] {
  const lines = message.split("\n");
  const error = lines.find((line) => /\b\w*(Error|ERROR)\b/.test(line)) ?? lines[0] ?? "";
  return ["✖ the process crashed", `  ${error.trim()}`, ...inFile(work, message)];
}

/** The learner's own line, from the first of the texts that names one. */
function inFile(work: string, ...texts: readonly string[]): string[] {
  const frame = texts.map((text) => frameOf(text, work)).find((each) => each !== null);
  return frame ? [`  in ${shown(frame.path)}:${frame.line}`] : [];
}
