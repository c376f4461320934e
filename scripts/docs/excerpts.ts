/**
 * Code on a page must be code of the repository: a block that names a file holds lines of that file.
 * Called by docs-check.ts for each page.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type CodeBlock, isLesson, type Page, type Problem } from "./page.ts";

const mustNameFile = new Set(["ts", "js", "typescript", "javascript", "mts", "mjs"]);

/** What the blocks of a lesson say of themselves: `npm run lessons:check` holds these to the code. */
const ofLesson = /^(?:(?:file|more|given)=\S+|wrong|predict|red)$/;

export function checkExcerpts(root: string, page: Page): Problem[] {
  return page.blocks.flatMap((block) => {
    const isAside = block.lang === "console" || (isLesson(page.path) && ofLesson.test(block.meta));
    const complaint = isAside ? undefined : checkBlock(root, page.path, block);
    return complaint === undefined ? [] : [{ page: page.path, line: block.line, message: complaint }];
  });
}

function checkBlock(root: string, page: string, block: CodeBlock): string | undefined {
  const { lang, meta } = block;
  if (meta === "sketch") return undefined;
  if (meta === "") {
    const example = `\`\`\`${lang} day1/src/…\``;
    return mustNameFile.has(lang)
      ? `a ${lang} block says neither where it is from nor that it is made up: name its file (${example}) or mark it \`sketch\``
      : undefined;
  }
  if (/\s/.test(meta) || !/[./]/.test(meta))
    return `"${meta}" after the language is no path: name a file, or \`sketch\``;
  const file = join(root, meta);
  if (!existsSync(file) || !statSync(file).isFile())
    return `there is no file ${meta}: correct the path of the block`;
  const source = readFileSync(file, "utf8").split(/\r?\n/);
  return compare(block, source, page, meta);
}

/** Undefined when every part is in the file, in this order; otherwise the first line that is not. */
function compare(block: CodeBlock, source: string[], page: string, file: string): string | undefined {
  let from = 0;
  for (const part of parts(block.lines)) {
    const found = find(part.lines, source, from);
    if (found.matched === part.lines.length) {
      from = found.at + part.lines.length;
      continue;
    }
    const onPage = part.lines[found.matched] ?? "";
    const inFile = source[found.at + found.matched] ?? "(end of file)";
    const order = from > 0 ? `, below line ${from}` : "";
    const near =
      found.matched === 0
        ? `no line of the file${order} matches it`
        : `${file}:${found.at + found.matched + 1} has  ${inFile.trim()}`;
    return [
      `the block is not in ${file}${order}: copy the lines from the file again, or mark the block \`sketch\``,
      `${page}:${block.line + 1 + part.offset + found.matched} has  ${onPage.trim()}`,
      near,
    ].join("\n");
  }
  return undefined;
}

/** The block cut at its `// …` lines; `offset` is where a part begins in the block. */
function parts(lines: string[]): { offset: number; lines: string[] }[] {
  const found: { offset: number; lines: string[] }[] = [];
  let start = 0;
  for (let at = 0; at <= lines.length; at++) {
    if (at < lines.length && !/^\s*(?:\/\/|#)?\s*…\s*$/.test(lines[at] ?? "")) continue;
    let end = at;
    // Blank lines beside the ellipsis are layout.
    while (start < end && lines[start]?.trim() === "") start++;
    while (start < end && lines[end - 1]?.trim() === "") end--;
    if (start < end) found.push({ offset: start, lines: lines.slice(start, end) });
    start = at + 1;
  }
  return found;
}

/** The first place that matches in full, or else the one where most lines from the top do. */
function find(part: string[], source: string[], from: number): { at: number; matched: number } {
  const wanted = dedent(part);
  let best = { at: from, matched: 0 };
  for (let at = from; at < source.length; at++) {
    if (source[at]?.trim() !== wanted[0]?.trim()) continue;
    const there = dedent(source.slice(at, at + part.length));
    const differs = wanted.findIndex((line, index) => line !== there[index]);
    const matched = differs < 0 ? part.length : differs;
    if (matched > best.matched) best = { at, matched };
    if (differs < 0) break;
  }
  return best;
}

/** The lines without the indentation they share and without blanks at their ends. */
function dedent(lines: string[]): string[] {
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const shared = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(shared).trimEnd());
}
