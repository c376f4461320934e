/**
 * The table of lessons in a day's chapter: rows that link to a lesson say its minutes and how much is typed. Held to
 * the lessons by `npm run lessons:check`, and corrected by `npm run lessons:sync`.
 */
import type { Problem } from "../docs/page.ts";
import type { Figures } from "./check-budget.ts";
import type { Lesson } from "./lesson.ts";

export interface Counted {
  readonly lesson: Lesson;
  readonly figures: Figures;
}

export interface TableCheck {
  readonly problems: readonly Problem[];
  /** The chapter with the numbers as they are. */
  readonly text: string;
}

/** `page` is docs/dayN/README.md. A chapter without such a table has no problem but lessons that it does not link to. */
export function checkLessonTable(page: string, text: string, counted: readonly Counted[]): TableCheck {
  const problems: Problem[] = [];
  const lines = text.split("\n");
  let columns: readonly string[] | null = null;
  for (const [index, line] of lines.entries()) {
    const cells = /^\s*\|.*\|\s*$/.test(line) ? line.split(/(?<!\\)\|/) : null;
    if (cells === null) {
      columns = null;
      continue;
    }
    columns ??= cells.map((cell) => cell.trim().toLowerCase());
    const found = counted.find(({ lesson }) => line.includes(`(${nameOf(lesson)})`));
    if (found === undefined) continue;
    const values = { minutes: found.lesson.minutes, typed: found.figures.typed };
    for (const [name, value] of Object.entries(values)) {
      const cell = cells[columns.indexOf(name)];
      if (!columns.includes(name) || cell === undefined || cell.trim() === String(value)) continue;
      const message = `${name} of lesson ${found.lesson.id} is ${value}, not ${cell.trim() || "empty"}: npm run lessons:sync`;
      problems.push({ page, line: index + 1, message });
      cells[columns.indexOf(name)] = ` ${value} `;
    }
    lines[index] = cells.join("|");
  }
  for (const { lesson } of counted)
    if (!text.includes(`(${nameOf(lesson)})`))
      problems.push({ page, line: 1, message: `the chapter does not link to ${nameOf(lesson)}` });
  return { problems, text: lines.join("\n") };
}

const nameOf = ({ page }: Lesson) => page.slice(page.lastIndexOf("/") + 1);
