/**
 * The chapters docs/day1.md … docs/day5.md have one shape and one size. Called by docs-check.ts.
 */
import type { Page, Problem } from "./page.ts";

const words = { least: 800, most: 1500 };

const headings = [
  "Where we are",
  "See it run",
  "Goals",
  "The idea",
  "Step by step",
  "Run it",
  "Checkpoint",
  "Exercises",
  "What is still missing",
  "Further reading",
];

/** Nothing for a page that is no chapter. */
export function checkChapter(page: Page): Problem[] {
  if (!/^docs\/day[1-5]\.md$/.test(page.path)) return [];
  const problems: Problem[] = [];
  const complain = (line: number, message: string) => problems.push({ page: page.path, line, message });
  if (page.words < words.least || page.words > words.most) {
    const mend = page.words < words.least ? "say more" : "cut, or move a part to a page of its own";
    complain(
      1,
      `the chapter has ${page.words} words, and should have ${words.least} to ${words.most}: ${mend}`,
    );
  }
  const found = page.headings.filter(({ depth }) => depth === 2);
  let after = { line: 0, text: "" };
  for (const text of headings) {
    const heading = found.find((candidate) => candidate.text === text);
    if (heading === undefined) complain(1, `the heading "## ${text}" is missing: every chapter has it`);
    else if (heading.line < after.line)
      complain(heading.line, `"## ${text}" must come after "## ${after.text}"`);
    else after = heading;
  }
  return problems;
}
