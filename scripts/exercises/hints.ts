/**
 * The four levels of hints.md: a question, where to look, in words, and the patch. Only the last may show code of the
 * solution, and all that it shows is in the solution. Read by exercises:check and by `npm run exercise -- hint`.
 */

export const LEVELS = ["A question", "Where to look", "In words", "The patch"] as const;

/** The texts under the headings `## 1. A question` …, or what is wrong with the headings. */
export function readHints(text: string): { readonly hints: string[]; readonly problem: string | null } {
  const [, ...sections] = text.split(/^## /m);
  const titles = sections.map((section) => section.slice(0, section.indexOf("\n")));
  const wanted = LEVELS.map((level, at) => `${at + 1}. ${level}`);
  const hints = sections.map((section) => section.slice(section.indexOf("\n")).trim());
  if (titles.join("\n") !== wanted.join("\n"))
    return { hints, problem: `the headings must be "${wanted.join('", "')}"` };
  const empty = hints.indexOf("");
  return { hints, problem: empty < 0 ? null : `level ${empty + 1} says nothing` };
}

/** Lines of code that say something: no comments, no lone brackets, and nothing that the starter has as well. */
export function tellingLines(solution: string, starter: string): string[] {
  const given = new Set(starter.split("\n").map((line) => line.trim()));
  return solution
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length >= 12 && !/^(\/\/|\/\*|\*|import )/.test(line) && !given.has(line));
}

/** The first line of the solution that a hint below the last gives away; null: none does. */
export function leakOf(
  hints: readonly string[],
  lines: readonly string[],
): { level: number; line: string } | null {
  for (const [at, hint] of hints.slice(0, -1).entries()) {
    const line = lines.find((each) => hint.includes(each));
    if (line !== undefined) return { level: at + 1, line };
  }
  return null;
}

/** The `+` lines of the last hint, without the sign. */
export function patchLines(hint: string): string[] {
  const block = /^```diff\n([\s\S]*?)\n```$/m.exec(hint)?.[1] ?? "";
  return block
    .split("\n")
    .filter((line) => line.startsWith("+"))
    .map((line) => line.slice(1));
}
