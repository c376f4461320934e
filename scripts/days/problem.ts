/** Problem: one thing that check-*.ts found wrong, and formatProblems, which turns all of them into lines. */

export interface Problem {
  /** The day it was found on; two for a problem between a day and the next one. */
  days: readonly [number] | readonly [number, number];
  /** What is wrong, in which file, and how to mend it; without the days. */
  text: string;
}

/** One line each. A file is copied from day to day, and so is its problem: the same text names all its days once. */
export function formatProblems(problems: readonly Problem[]): string[] {
  const lines: string[] = [];
  const shared = new Map<string, string[]>();
  for (const { days, text } of problems) {
    if (days.length === 1) shared.set(text, [...(shared.get(text) ?? []), `day${days[0]}`]);
    else lines.push(`day${days[0]} → day${days[1]}: ${text}`);
  }
  for (const [text, days] of shared) lines.push(`${[...new Set(days)].join(", ")}: ${text}`);
  return lines;
}
