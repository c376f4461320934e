/**
 * testTitles: the names of the tests in a file, as its source writes them. Called by the checks of pages, which hold
 * what a page says of a test to the test. Of a name that is put together while the test runs, what varies is an ellipsis.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const CALL = /\b(?:test|it|describe|suite)(?:\.\w+)?\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1/g;

/** `file` is below tests/; none for a file that is not there. */
export function testTitles(root: string, file: string): string[] {
  const path = join(root, "tests", file);
  if (!existsSync(path)) return [];
  return [...readFileSync(path, "utf8").matchAll(CALL)].map(([, quote, text = ""]) => {
    const plain = text.replace(/\\(.)/g, "$1");
    return quote === "`" ? plain.replace(/\$\{[^}]*(?:\}|$)/g, GAP) : plain;
  });
}

/** Stands for what is put in while the test runs. */
export const GAP = "…";

export function hasGap(title: string): boolean {
  return title.includes(GAP);
}

/** Matches the names that a title may become. */
export function titlePattern(title: string): string {
  const pieces = title.split(GAP).map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return pieces.join(".+?");
}

/** The test files of a day, below tests/. */
export function dayTests(root: string, day: number): string[] {
  const folder = join(root, "tests", `day${day}`);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `day${day}/${name}`)
    .sort();
}

/** "I1, I3: …" → I1 and I3. */
export function invariantsOf(title: string): string[] {
  const front = /^I\d+(?:(?:, | and )I\d+)*(?=:)/.exec(title)?.[0];
  return front?.match(/I\d+/g) ?? [];
}
