/**
 * readParts: a lesson page as one reads it, from the top: headings, prose, code. Called by read-page.ts, and by the
 * check that weighs prose against code. The head in front is blanked, so that lines keep their numbers.
 */
import type { Nodes, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { withoutHead } from "../docs/page.ts";

export interface CodePart {
  readonly kind: "code";
  readonly lang: string;
  /** What follows the language. */
  readonly meta: string;
  readonly line: number;
  readonly lines: readonly string[];
  /** The heading above it. */
  readonly heading: string;
  /** The `##` heading above it. */
  readonly section: string;
}

export interface ProsePart {
  readonly kind: "prose";
  readonly line: number;
  readonly words: number;
  readonly section: string;
  readonly node: RootContent;
  /** As the page has it. */
  readonly source: string;
}

export interface HeadingPart {
  readonly kind: "heading";
  readonly depth: number;
  readonly text: string;
  readonly line: number;
}

export type PagePart = CodePart | ProsePart | HeadingPart;

export function readParts(text: string): PagePart[] {
  const plain = withoutHead(text);
  const parts: PagePart[] = [];
  let heading = "";
  let section = "";
  for (const node of fromMarkdown(plain).children) {
    const line = node.position?.start.line ?? 1;
    if (node.type === "heading") {
      heading = textOf(node);
      if (node.depth <= 2) section = node.depth === 2 ? heading : "";
      parts.push({ kind: "heading", depth: node.depth, text: heading, line });
    } else if (node.type === "code") {
      parts.push(codePart(node, heading, section));
    } else {
      const source = plain.slice(node.position?.start.offset, node.position?.end.offset);
      parts.push({ kind: "prose", line, words: wordsOf(node), section, node, source });
      // A block in a list or a quotation.
      for (const inner of inside(node))
        if (inner.type === "code") parts.push(codePart(inner, heading, section));
    }
  }
  return parts;
}

function codePart(node: Nodes & { type: "code" }, heading: string, section: string): CodePart {
  const lines = node.value.split("\n");
  const line = node.position?.start.line ?? 1;
  return { kind: "code", lang: node.lang ?? "", meta: node.meta ?? "", line, lines, heading, section };
}

function* inside(node: Nodes): Generator<Nodes> {
  if (!("children" in node)) return;
  for (const child of node.children) {
    yield child;
    yield* inside(child);
  }
}

/** The text that a reader sees. */
export function textOf(node: Nodes): string {
  if ("value" in node) return node.type === "html" ? "" : node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

/** Words of prose and of tables, as `npm run docs:check` counts them: what has a letter or a digit. */
function wordsOf(node: Nodes): number {
  const values = [node, ...inside(node)].map((each) =>
    each.type === "text" || each.type === "inlineCode" ? each.value : "",
  );
  return values.flatMap((value) => value.split(/\s+/)).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
