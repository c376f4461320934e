/**
 * The chapters docs/day1/README.md … have one shape and one size, and where one is, docs/day1.md only leads to it: old
 * links stay alive. A day without lessons has its chapter in docs/dayN.md whole. Called by docs-check.ts.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page, Problem } from "./page.ts";

interface Shape {
  readonly words: { readonly least: number; readonly most: number };
  readonly headings: readonly string[];
}

const before = ["Where we are", "See it run", "Goals", "The idea"];
const behind = ["Checkpoint", "Exercises", "What is still missing", "Further reading"];

/** The steps of a day are lessons, each a page of its own. */
const withLessons: Shape = {
  words: { least: 400, most: 1500 },
  headings: [...before, "The lessons", ...behind],
};
const alone: Shape = {
  words: { least: 800, most: 1500 },
  headings: [...before, "Step by step", "Run it", ...behind],
};

/** So many words a page may have that only leads on. */
const STUB_WORDS = 40;

/** Nothing for a page that is no chapter. */
export function checkChapter(root: string, page: Page): Problem[] {
  const [, day, kind] = /^docs\/day([1-5])(\.md|\/README\.md)$/.exec(page.path) ?? [];
  if (day === undefined) return [];
  if (kind !== ".md") return checkShape(page, withLessons);
  return existsSync(join(root, `docs/day${day}/README.md`)) ? checkStub(page, day) : checkShape(page, alone);
}

function checkStub(page: Page, day: string): Problem[] {
  const leads = page.links.some(({ url }) => url === `day${day}/README.md`);
  if (leads && page.words <= STUB_WORDS) return [];
  const message = `the chapter is docs/day${day}/README.md: leave a title here and one line with a link to it`;
  return [{ page: page.path, line: 1, message }];
}

function checkShape(page: Page, { words, headings }: Shape): Problem[] {
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
