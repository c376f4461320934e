/**
 * One page of the course, parsed: its headings, code blocks, links and words. Made by docs-check.ts for each
 * page, and by links.ts for the pages that others point to; every check reads from here.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import GithubSlugger from "github-slugger";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

export interface CodeBlock {
  lang: string;
  /** What follows the language in the info string: a path, "sketch", "server", "norun". */
  meta: string;
  /** The line of the opening fence; the first line of text is the next one. */
  line: number;
  lines: string[];
}

export interface Link {
  url: string;
  line: number;
}

export interface Heading {
  depth: number;
  text: string;
  line: number;
}

/** A complaint about a page. The first line says what is wrong and how to mend it; more may show the place. */
export interface Problem {
  page: string;
  line: number;
  message: string;
}

export interface Page {
  /** Path below the root, with forward slashes. */
  path: string;
  text: string;
  headings: Heading[];
  /** What `#…` may point to in this page. */
  anchors: Set<string>;
  blocks: CodeBlock[];
  links: Link[];
  /** `[text][name]` whose name is defined nowhere. */
  undefinedReferences: Link[];
  /** Words of prose, headings and tables; code blocks do not count. */
  words: number;
}

export function readPage(root: string, path: string): Page {
  const text = readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n");
  const page: Page = {
    path,
    text,
    headings: [],
    anchors: new Set(),
    blocks: [],
    links: [],
    undefinedReferences: [],
    words: 0,
  };
  const slugger = new GithubSlugger();
  for (const node of walk(fromMarkdown(withoutHead(text)))) collect(page, node, slugger);
  return page;
}

/** Whether a page is a lesson: docs/dayN/NN-name.md. Its code and transcripts are held to the learner's tree. */
export function isLesson(path: string): boolean {
  return /^docs\/day\d\/\d\d-[a-z0-9-]+\.md$/.test(path);
}

/** The YAML in front of a lesson as blank lines: Markdown would take it for a rule and a heading. */
export function withoutHead(text: string): string {
  const head = /^---\n[\s\S]*?^---$/m.exec(text);
  if (head?.index !== 0) return text;
  return head[0].replace(/[^\n]/g, "") + text.slice(head[0].length);
}

function* walk(node: Nodes): Generator<Nodes> {
  yield node;
  if ("children" in node) for (const child of node.children) yield* walk(child);
}

function collect(page: Page, node: Nodes, slugger: GithubSlugger): void {
  const line = node.position?.start.line ?? 0;
  if (node.type === "heading") {
    const text = textOf(node);
    page.headings.push({ depth: node.depth, text, line });
    page.anchors.add(slugger.slug(text));
  } else if (node.type === "code") {
    // An indented block has no fence and no language: its first line is the block's own.
    page.blocks.push({ lang: node.lang ?? "", meta: node.meta ?? "", line, lines: node.value.split("\n") });
  } else if (node.type === "link" || node.type === "image" || node.type === "definition") {
    page.links.push({ url: node.url, line });
  } else if (node.type === "html") {
    for (const [, id = ""] of node.value.matchAll(/<\w+[^>]*\s(?:id|name)="([^"]*)"/g)) page.anchors.add(id);
  } else if (node.type === "text" || node.type === "inlineCode") {
    page.words += node.value.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    // A reference without a definition is plain text to the parser.
    const references = node.type === "text" ? node.value.matchAll(/\[[^[\]]+\]\[([^[\]]+)\]/g) : [];
    for (const { 1: url = "", index } of references) {
      const before = node.value.slice(0, index).split("\n").length - 1;
      page.undefinedReferences.push({ url, line: line + before });
    }
  }
}

/** The text a reader sees, as GitHub takes it for a heading's anchor. */
function textOf(node: Nodes): string {
  if ("value" in node) return node.type === "html" ? "" : node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}
