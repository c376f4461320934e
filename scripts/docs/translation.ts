/**
 * A page below docs/zh stands for an English one and must not part from it: its head names that page and the hash of
 * the words it was made from; code, headings and the choices of a question are the English page's own. Called by
 * docs-check.ts for each page, and by docs-translated.ts, which writes the hash.
 */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { slipsOf } from "./chinese.ts";
import { type Page, type Problem, withoutHead } from "./page.ts";

const FOLDER = "docs/zh/";

/** A fenced block, whole: group 2 is what stands behind the opening fence. */
const BLOCK = /^(`{3,})([^`\n]*)\n[\s\S]*?^\1$/gm;

/** A picture may have its words translated; every other block is copied. */
const PICTURE = "text";

export function isTranslation(path: string): boolean {
  return path.startsWith(FOLDER);
}

/** docs/zh/day1/01-a.md stands for docs/day1/01-a.md. */
export function originalOf(path: string): string {
  return path.replace(FOLDER, "docs/");
}

/** Of what a translator has read: the words and the pictures, and neither the head nor the code. 12 hex digits. */
export function hashOf(text: string): string {
  const told = unix(withoutHead(unix(text))).replace(BLOCK, (block, _fence, info) =>
    info === PICTURE ? block : "",
  );
  return createHash("sha256").update(told.trim()).digest("hex").slice(0, 12);
}

/** The page with a new head, which says what it stands for and which state of it. */
export function stamped(path: string, translation: string, original: string): string {
  const body = withoutHead(unix(translation)).replace(/^\n+/, "");
  return `---\nof: ${originalOf(path)}\nhash: ${hashOf(original)}\n---\n${body}`;
}

/** Nothing for a page that is no translation. With `write`, blocks that differ are copied and are no problem any more. */
export function checkTranslation(root: string, page: Page, write = false): Problem[] {
  if (!isTranslation(page.path)) return [];
  const of = originalOf(page.path);
  const problems: Problem[] = [];
  const complain = (line: number, message: string) => problems.push({ page: page.path, line, message });
  if (!existsSync(join(root, of))) {
    complain(1, `there is no ${of} for which it could stand: move the page, or take it away`);
    return problems;
  }
  const original = unix(readFileSync(join(root, of), "utf8"));
  checkHead(page, of, original, complain);
  compare("heading", levelsOf(original), levelsOf(page.text), of, complain);
  compare("choice", choicesOf(original), choicesOf(page.text), of, complain);
  const copied = checkBlocks(page, of, original, complain);
  if (write && copied !== undefined) writeFileSync(join(root, page.path), copied);
  else if (copied !== undefined) {
    const line = lineOf(page.text, firstDifference(page.text, copied));
    complain(line, `code is not as in ${of}: npm run docs:check -- --write copies it`);
  }
  for (const { line, message } of slipsOf(proseOf(page.text))) complain(line, message);
  for (const { url, line } of page.links) {
    const twin = twinOf(root, page.path, url);
    if (twin !== undefined) complain(line, `the link ${url} leads to the English page: there is ${twin}`);
  }
  return problems;
}

type Complain = (line: number, message: string) => void;

function checkHead(page: Page, of: string, original: string, complain: Complain): void {
  const head = /^---\n([\s\S]*?)^---$/m.exec(page.text);
  const entry = (name: string) =>
    new RegExp(`^${name}: *(.*)$`, "m").exec(head?.index === 0 ? (head[1] ?? "") : "")?.[1];
  if (entry("of") !== of)
    complain(1, `its head must say \`of: ${of}\`: npm run docs:translated -- ${page.path}`);
  else if (entry("hash") !== hashOf(original)) {
    complain(
      1,
      `${page.path} is older than ${of}: read its diff since, then npm run docs:translated -- ${page.path}`,
    );
  }
}

/** The first of `wanted` that is not at its place in `found`. */
function compare(noun: string, wanted: Told[], found: Told[], of: string, complain: Complain): void {
  const at = Math.max(wanted.length, found.length);
  for (let index = 0; index < at; index++) {
    const [want, have] = [wanted[index], found[index]];
    if (want?.text === have?.text) continue;
    const line = have?.line ?? found.at(-1)?.line ?? 1;
    const there = have === undefined ? "nothing" : have.text;
    complain(line, `${noun} ${index + 1} is ${there} here and ${want?.text ?? "nothing"} in ${of}`);
    return;
  }
}

interface Told {
  readonly text: string;
  readonly line: number;
}

/** Undefined where all blocks are right; otherwise the page with the English page's blocks. */
function checkBlocks(page: Page, of: string, original: string, complain: Complain): string | undefined {
  const wanted = [...original.matchAll(BLOCK)];
  const found = [...page.text.matchAll(BLOCK)];
  if (wanted.length !== found.length) {
    const mend = "put an empty block where one is missing, then npm run docs:check -- --write";
    complain(1, `${found.length} code blocks here and ${wanted.length} in ${of}: ${mend}`);
    return undefined;
  }
  let index = 0;
  const copied = page.text.replace(BLOCK, (block, _fence, info) => {
    const [text = "", , kind] = wanted[index++] ?? [];
    const isDrawn = info === PICTURE && kind === PICTURE && block.split("\n").length > 2;
    return isDrawn ? block : text;
  });
  return copied === page.text ? undefined : copied;
}

/** The levels of the headings, without a look at their words. */
function levelsOf(text: string): Told[] {
  return [...proseOf(text).matchAll(/^#{1,6}(?= )/gm)].map(({ 0: marks, index }) => ({
    text: marks,
    line: lineOf(text, index),
  }));
}

/** The choices of a question, first as a list and then with their answers: items that begin with code. */
function choicesOf(text: string): Told[] {
  const from = text.indexOf("\n```ts predict\n");
  if (from < 0) return [];
  const items = proseOf(text).slice(from);
  return [...items.matchAll(/^- (`+.+?`+)(?=$|\s*[:\uFF1A])/gm)].map(({ 1: choice = "", index }) => ({
    text: choice,
    line: lineOf(text, from + index),
  }));
}

/** The page with head and blocks blanked; every line stays where it is, and so does every character. */
function proseOf(text: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, " ");
  const head = /^---\n[\s\S]*?^---$/m.exec(text);
  const body = text.replace(BLOCK, blank);
  return head?.index === 0 ? blank(head[0]) + body.slice(head[0].length) : body;
}

/** The translation of the page that a link leads to, where it has one. Its own English page is no such link. */
function twinOf(root: string, path: string, url: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^#|^\//i.test(url)) return undefined;
  const target = posix.join(posix.dirname(path), url.split("#")[0] ?? "");
  if (isTranslation(target) || !/^docs\/.*\.md$/.test(target) || target === originalOf(path))
    return undefined;
  const twin = target.replace("docs/", FOLDER);
  return existsSync(join(root, twin)) ? twin : undefined;
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

const lineOf = (text: string, index: number) => text.slice(0, index).split("\n").length;
const unix = (text: string) => text.replaceAll("\r\n", "\n");
