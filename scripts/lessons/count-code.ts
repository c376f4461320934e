/**
 * How much code a page shows and how much of it a learner types: lines without blank ones and comments. Called by
 * check-budget.ts. Of a diff, what is new is typed, and what is old is shown beside it; context is neither.
 */

/** Blocks of these languages are no code: what programs print, pictures, configuration. */
const NO_CODE = new Set(["", "text", "console", "json", "sh", "http", "md", "yaml"]);

export function isCode(lang: string): boolean {
  return !NO_CODE.has(lang);
}

export function codeLines(lang: string, lines: readonly string[]): number {
  if (lang !== "diff") return withoutComments(lines).length;
  const marked = (mark: string) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(1));
  return withoutComments(marked("+")).length + withoutComments(marked("-")).length;
}

export function typedLines(isDiff: boolean, lines: readonly string[]): number {
  const typed = isDiff ? lines.filter((line) => line.startsWith("+")).map((line) => line.slice(1)) : lines;
  return withoutComments(typed).length;
}

/** A line that begins inside a comment is none of code, nor is one that begins with a comment of its own. */
function withoutComments(lines: readonly string[]): string[] {
  let inside = false;
  return lines.filter((line) => {
    const text = line.trim();
    if (inside) {
      inside = !text.includes("*/");
      return false;
    }
    if (/^(\/\*|<!--)/.test(text)) {
      inside = !/\*\/|-->/.test(text);
      return false;
    }
    // A diff may show the middle of a comment.
    return text !== "" && !/^(\/\/|\* |\*$|\*\/)/.test(text);
  });
}
