/**
 * checkBudget: is a lesson short enough to be typed in an evening, and does it say enough? Called by check-pages.ts for
 * each lesson, and for a day with the sums. Limits make problems; aims are told.
 */
import type { Problem } from "../docs/page.ts";
import { codeLines, isCode, typedLines } from "./count-code.ts";
import type { Lesson } from "./lesson.ts";
import type { PagePart } from "./page-parts.ts";

export const BUDGET = {
  lessons: { least: 5, most: 9 },
  typedPerDay: 300,
  typedPerLesson: 80,
  /** Lines of code between two pieces of prose. */
  run: 25,
  medianRun: 12,
  wordsPerLine: 6,
} as const;

export interface Figures {
  readonly lessons: number;
  readonly minutes: number;
  readonly typed: number;
  /** Lines of code shown. */
  readonly shown: number;
  readonly words: number;
  /** Lines of code between two pieces of prose, one number each. */
  readonly runs: readonly number[];
}

export function figuresOf(lesson: Lesson, parts: readonly PagePart[]): Figures {
  const kinds = new Map(lesson.files.map(({ path, kind }) => [path, kind]));
  const typed = lesson.blocks.filter(({ path }) => kinds.get(path) === "type");
  const runs = runsOf(parts).map(({ lines }) => lines);
  return {
    lessons: 1,
    minutes: lesson.minutes,
    typed: sum(typed.map(({ kind, lines }) => typedLines(kind === "diff", lines))),
    shown: sum(runs),
    words: sum(parts.map((part) => (part.kind === "prose" ? part.words : part.kind === "heading" ? 1 : 0))),
    runs,
  };
}

/** Stretches of code that no prose interrupts, and the line where each begins. */
function runsOf(parts: readonly PagePart[]): { line: number; lines: number }[] {
  const runs: { line: number; lines: number }[] = [];
  let open = false;
  for (const part of parts) {
    if (part.kind !== "code") open = open && part.kind === "heading";
    else if (isCode(part.lang) && part.lines.some((line) => line !== "")) {
      const lines = codeLines(part.lang, part.lines);
      const last = runs.at(-1);
      if (open && last !== undefined) last.lines += lines;
      else runs.push({ line: part.line, lines });
      open = true;
    }
  }
  return runs;
}

export function addFigures(all: readonly Figures[]): Figures {
  return {
    lessons: sum(all.map(({ lessons }) => lessons)),
    minutes: sum(all.map(({ minutes }) => minutes)),
    typed: sum(all.map(({ typed }) => typed)),
    shown: sum(all.map(({ shown }) => shown)),
    words: sum(all.map(({ words }) => words)),
    runs: all.flatMap(({ runs }) => runs),
  };
}

export function checkBudget(lesson: Lesson, parts: readonly PagePart[]): Problem[] {
  const problems: Problem[] = [];
  const { typed } = figuresOf(lesson, parts);
  const complain = (line: number, message: string) => problems.push({ page: lesson.page, line, message });
  if (typed > BUDGET.typedPerLesson)
    complain(
      1,
      `${typed} lines to type, and a lesson has at most ${BUDGET.typedPerLesson}: split it, or give files`,
    );
  for (const { line, lines } of runsOf(parts))
    if (lines > BUDGET.run)
      complain(
        line,
        `${lines} lines of code without a word between: at most ${BUDGET.run}; say why before going on`,
      );
  return problems;
}

/** `page`: where the day's chapter is. */
export function checkDayBudget(page: string, day: number, figures: Figures): Problem[] {
  const problems: Problem[] = [];
  const complain = (message: string) => problems.push({ page, line: 1, message });
  const { least, most } = BUDGET.lessons;
  if (figures.lessons < least || figures.lessons > most)
    complain(`day ${day} has ${figures.lessons} lessons, and should have ${least} to ${most}`);
  if (figures.typed > BUDGET.typedPerDay)
    complain(
      `day ${day} has ${figures.typed} lines to type, and at most ${BUDGET.typedPerDay}: give more files`,
    );
  if (median(figures.runs) > BUDGET.medianRun)
    complain(
      `day ${day}: half of the blocks have more than ${BUDGET.medianRun} lines of code: cut them smaller`,
    );
  if (figures.words < figures.shown * BUDGET.wordsPerLine) {
    const words = perLine(figures).toFixed(1);
    complain(
      `day ${day} has ${words} words for a line of code, and at least ${BUDGET.wordsPerLine}: say more`,
    );
  }
  return problems;
}

export const perLine = ({ words, shown }: Figures) => (shown === 0 ? 0 : words / shown);

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
