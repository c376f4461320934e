/** What `npm run lessons:check` prints: a line for each lesson, a table for the days. Pure: results in, text out. */
import type { Problem } from "../docs/page.ts";
import { BUDGET, type Figures, median, perLine } from "./check-budget.ts";
import type { Lived } from "./check-lessons.ts";
import type { State } from "./check-pages.ts";

export const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

export function problemLines({ page, line, message }: Problem): string[] {
  const [first, ...rest] = message.split("\n");
  return [`  ${page}:${line}: ${first}`, ...rest.map((text) => `      ${text}`.trimEnd())];
}

export function stateLine(state: State, lived: Lived, problems: number, seconds: number): string {
  const { lesson, figures } = state;
  const told = [`${figures.typed} typed`, `${perLine(figures).toFixed(1)} words a line`];
  if (lived === "passed before") told.push("passed before, and nothing has changed");
  else if (lived !== "not run") {
    told.push(`${lived.red} red before`);
    told.push(
      lived.testsSkipped
        ? `behind it: the stage, see npm test -- --day ${lesson.day}`
        : `${lived.passed} green behind`,
    );
    if (lived.leftOut.length > 0) told.push(`${plural(lived.leftOut.length, "reference")} not run`);
    told.push(plural(lived.commands, "command"));
  }
  const sign = problems === 0 ? "✔" : "✖";
  const wrong = problems === 0 ? "" : `, ${plural(problems, "problem")}`;
  return `${sign} ${lesson.id} ${lesson.name}: ${told.join(", ")}${wrong} (${seconds.toFixed(1)} s)`;
}

export interface DayRow {
  readonly day: number;
  readonly figures: Figures;
  readonly states: number;
  /** Whether its end is the stage, byte for byte; null when that was not asked. */
  readonly isIdentical: boolean | null;
}

export function tableLines(rows: readonly DayRow[]): string[] {
  const head = [
    "day",
    "lessons",
    "minutes",
    "typed",
    "words a line",
    "longest block",
    "median",
    "states",
    "end",
  ];
  const body = rows.map(({ day, figures, states, isIdentical }) => [
    String(day),
    String(figures.lessons),
    String(figures.minutes),
    String(figures.typed),
    perLine(figures).toFixed(1),
    String(Math.max(0, ...figures.runs)),
    String(median(figures.runs)),
    String(states),
    isIdentical === null ? "–" : isIdentical ? "identical" : "differs",
  ]);
  const limits = [
    "limit",
    `${BUDGET.lessons.least}–${BUDGET.lessons.most}`,
    "",
    `≤ ${BUDGET.typedPerDay}`,
    `≥ ${BUDGET.wordsPerLine}`,
    `≤ ${BUDGET.run}`,
    `≤ ${BUDGET.medianRun}`,
    "",
    "",
  ];
  const table = [head, ...body, limits];
  const widths = head.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, at) => cell.padStart(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
