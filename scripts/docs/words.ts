/**
 * checkWords: one word for one thing, and plain ones. Looks through the comments of each day's src and the reference
 * pages for what the word list of CONTRIBUTING.md replaces; chapters may tell a story. Called by scripts/words.ts.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tokenize } from "../days/tokenize.ts";
import { readTree } from "../days/tree.ts";

interface Replaced {
  readonly pattern: RegExp;
  /** What stands in its place. */
  readonly by: string;
}

/** The same list, for people, is in CONTRIBUTING.md. */
const REPLACED: readonly Replaced[] = [
  {
    pattern: /\b(?:no|some|any|every)body\b|\bwhoever\b/gi,
    by: "say who it is: the caller, the client, the program",
  },
  { pattern: /\b(?:answers|tells) whether\b/gi, by: '"returns whether", or "Whether …"' },
  { pattern: /\bhow to take (?:it|them|this) back\b/gi, by: '"an unsubscribe function"' },
  { pattern: /\bread(?:s|ing)? over\b/gi, by: '"skips"' },
  { pattern: /\bErrors: \w+, (?:twice|too late)\b/gi, by: "a sentence" },
];

export interface Hit {
  /** Below the root. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly by: string;
}

/** A file that is the same on several days is looked at on the first of them. */
export function checkWords(root: string): Hit[] {
  const hits: Hit[] = [];
  const seen = new Set<string>();
  for (const day of [1, 2, 3, 4, 5]) {
    for (const [name, content] of readTree(root, day).files) {
      const key = `${name}\n${content}`;
      if (seen.has(key)) continue;
      seen.add(key);
      hits.push(...inText(`day${day}/src/${name}`, commentsOnly(content.toString("utf8"))));
    }
  }
  const folder = join(root, "docs/reference");
  const pages = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".md")) : [];
  for (const page of pages.sort()) {
    hits.push(...inText(`docs/reference/${page}`, readFileSync(join(folder, page), "utf8")));
  }
  return hits;
}

/** A phrase may be broken by the end of a line, and by the mark that the next comment line begins with. */
export function inText(file: string, text: string): Hit[] {
  const plain = text.replace(/\n[ \t]*(?:\*|\/\/)?[ \t]?/g, (gap) => `\n${" ".repeat(gap.length - 1)}`);
  return REPLACED.flatMap(({ pattern, by }) => {
    const spaced = new RegExp(pattern.source.replaceAll(" ", "\\s+"), pattern.flags);
    return [...plain.matchAll(spaced)].map((match) => ({
      file,
      line: plain.slice(0, match.index).split("\n").length,
      text: match[0].replace(/\s+/g, " "),
      by,
    }));
  }).sort((a, b) => a.line - b.line);
}

/** The source with all that is no comment blanked; lines stay where they are. */
export function commentsOnly(source: string): string {
  let text = "";
  let at = 0;
  const blank = (code: string) => code.replace(/[^\n]/g, " ");
  for (const token of [...tokenize(source), { text: "", index: source.length }]) {
    const gap = source.slice(at, token.index);
    // Between two tokens stand spaces and comments; what the tokenizer passed over inside a template is code.
    text += /^\s*(?:\/\/|\/\*)/.test(gap) ? gap : blank(gap);
    text += blank(token.text);
    at = token.index + token.text.length;
  }
  return text;
}
