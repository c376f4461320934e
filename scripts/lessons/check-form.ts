/**
 * checkForm: does a lesson page have its parts, in order? A reader who knows one lesson finds his way in all.
 * Called by check-pages.ts. It looks at the page alone.
 */
import type { Problem } from "../docs/page.ts";
import type { Lesson } from "./lesson.ts";
import type { PagePart } from "./page-parts.ts";
import { CONTRACT } from "./read-contract.ts";
import { GAP, titlePattern } from "./test-titles.ts";

export const SECTIONS = [
  "The idea",
  "The code",
  CONTRACT,
  "Run it",
  "Question",
  "Green now",
  "What could go wrong",
];

/** `titles`: those of the lesson's tests. `dayTitles`: those of all tests of its day. */
export function checkForm(
  lesson: Lesson,
  parts: readonly PagePart[],
  titles: readonly string[],
  dayTitles: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  const complain = (line: number, message: string) => problems.push({ page: lesson.page, line, message });
  checkSections(parts, complain);
  if (!hasPicture(parts))
    complain(1, '"The idea" has no picture: a ```text block that shows it, or an image');
  if (lesson.question === null) complain(1, 'there is no question: "## Question" (CONTRIBUTING.md, Lessons)');
  if (!parts.some((part) => part.kind === "code" && part.section === "Run it" && part.lang === "console"))
    complain(1, '"Run it" shows nothing that one could run: add a ```console block');
  if (lesson.contract.length === 0) complain(1, `"${CONTRACT}" has no table | file | exports | says |`);
  if (lesson.tests.length === 0) complain(1, "the head names no test: what turns green in this lesson?");
  const marked = lesson.blocks.filter(({ kind }) => kind === "given").map(({ path }) => path);
  for (const { path, kind, written, line } of lesson.entries)
    if (kind === "given" && !marked.includes(path))
      complain(
        line,
        `${written} is given, and no paragraph tells of it: put \`\`\`ts given=${written} by one`,
      );
  checkWrong(lesson, titles, complain);
  checkNamed(parts, dayTitles, complain);
  return problems;
}

type Complain = (line: number, message: string) => void;

function checkSections(parts: readonly PagePart[], complain: Complain): void {
  const headings = parts.filter((part) => part.kind === "heading");
  const title = headings.find(({ depth }) => depth === 1);
  const first = title === undefined ? undefined : parts[parts.indexOf(title) + 1];
  if (first?.kind !== "prose" || first.words < 8)
    complain(title?.line ?? 1, "below the title stands why one should read on: two to five sentences");
  let after = { line: 0, text: "" };
  for (const text of SECTIONS) {
    const heading = headings.find((one) => one.depth === 2 && one.text === text);
    if (heading === undefined) complain(1, `the heading "## ${text}" is missing`);
    else if (heading.line < after.line)
      complain(heading.line, `"## ${text}" must come after "## ${after.text}"`);
    else after = heading;
  }
  for (const { depth, text, line } of headings)
    if (depth === 2 && !SECTIONS.includes(text))
      complain(line, `"## ${text}" is no part of a lesson: make it a sub-heading, ###`);
}

function hasPicture(parts: readonly PagePart[]): boolean {
  return parts.some(
    (part) =>
      part.kind !== "heading" &&
      part.section === "The idea" &&
      (part.kind === "code" ? part.lang === "text" : /!\[|<img /.test(part.source)),
  );
}

/** What is shown as wrong must be refused by a test, and the page says by which. */
function checkWrong({ wrong }: Lesson, titles: readonly string[], complain: Complain): void {
  for (const { said, line } of wrong) {
    if (titles.some((title) => isNamedIn(title, said))) continue;
    const named = /[`"“]([^`"”]{8,})[`"”]/.exec(said)?.[1];
    const what =
      named === undefined ? "no test is named below it" : `no test of the lesson is called "${named}"`;
    complain(line, `the code is marked wrong, but ${what}: say by its title which test refuses it`);
  }
}

/** The page may name several tests at once, by how they begin. */
function isNamedIn(title: string, text: string): boolean {
  const [begin = ""] = title.split(GAP);
  if (title.length > 6 && new RegExp(titlePattern(title)).test(text)) return true;
  return begin !== title && begin.trim().length > 6 && text.includes(begin.trim());
}

/** A title that carries an invariant, in a code span or in quotes: a reader will look for that test. */
function checkNamed(parts: readonly PagePart[], titles: readonly string[], complain: Complain): void {
  for (const part of parts) {
    if (part.kind !== "prose") continue;
    const text = part.source.replace(/\s+/g, " ");
    for (const [, span, quoted] of text.matchAll(/`(I\d+: [^`]+)`|"(I\d+: [^"]+)"/g)) {
      const name = (span ?? quoted ?? "").trim();
      // The beginning of a title may stand for several tests.
      if (titles.some((title) => title.startsWith(name) || new RegExp(`^${titlePattern(title)}`).test(name)))
        continue;
      complain(part.line, `no test of the day is called "${name}": correct the page or the test`);
    }
  }
}
