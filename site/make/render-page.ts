/**
 * One page of the course as HTML: its text with code in context, its headings, and what the search knows of it. Called
 * by build.ts for each page.
 */
import type { Element, ElementContent, Nodes as HastNodes, Root as HastRoot } from "hast";
import { toHtml } from "hast-util-to-html";
import type { Code, Nodes, Parents, Root } from "mdast";
import { type Handlers, type State, toHast } from "mdast-util-to-hast";
import type { Lesson } from "../../scripts/lessons/course.ts";
import { barFigure, barsOf } from "../see/bars.ts";
import { codeBlock } from "./code-block.ts";
import type { FileTypes } from "./file-types.ts";
import type { Highlighter } from "./highlight.ts";
import { h } from "./html.ts";
import type { Shown } from "./lesson-code.ts";
import type { Links } from "./links.ts";
import { type Choices, type Fold, type Heading, parse, walk } from "./markdown.ts";
import type { Page } from "./pages.ts";
import { type Section, sectionsOf } from "./sections.ts";
import { type Words, wordsOf } from "./words.ts";

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
  readonly sections: readonly Section[];
}

export interface RenderContext {
  readonly page: Page;
  readonly text: string;
  readonly highlighter: Highlighter;
  readonly links: Links;
  readonly lesson: Lesson | null;
  /** By line of the page. */
  readonly shown: ReadonlyMap<number, Shown>;
  /** By path in the tree: what the names of a file are. */
  readonly types: ReadonlyMap<string, FileTypes>;
  /** A file of the learner's tree, "src/net/conn.ts", as a place in the repository or of the site. */
  readonly treeLink: (path: string) => string | null;
  /** What stands between the title and the text of a lesson. */
  readonly head: Element | null;
  /** What stands behind the idea of a lesson, each with the page that says more. */
  readonly pictures: readonly LessonPicture[];
}

export interface LessonPicture {
  readonly href: string;
  readonly title: string;
  readonly lang: string;
  /** The figure. */
  readonly html: string;
}

export function renderPage(context: RenderContext): Rendered {
  const { page, links } = context;
  const words = wordsOf(page.lang);
  const { tree, headings } = parse(context.text);
  for (const node of walk(tree)) {
    if (node.type === "link" || node.type === "definition")
      node.url = links.resolve(page.source, page.out, node.url) ?? "";
    if (node.type === "image") node.url = links.resolve(page.source, page.out, node.url) ?? node.url;
  }
  const sections = sectionsOf(tree, headings);
  const hast = toHast(tree, {
    handlers: handlersOf(context, words, linesOf(tree, context.lesson)) as unknown as Handlers,
  }) as HastRoot;
  mend(hast, words);
  if (context.head !== null) {
    const title = hast.children.findIndex((node) => node.type === "element" && node.tagName === "h1");
    hast.children.splice(title + 1, 0, context.head);
  }
  putPictures(hast, context.pictures);
  return { html: toHtml(hast, { allowDangerousHtml: true }), headings, sections };
}

/** Between the first part of a lesson, its idea, and the second, its code. */
function putPictures(hast: HastRoot, pictures: readonly LessonPicture[]): void {
  const heads = hast.children.filter((node) => node.type === "element" && node.tagName === "h2");
  const place = heads[1] === undefined ? -1 : hast.children.indexOf(heads[1]);
  if (place < 0) return;
  const shown = pictures.flatMap(({ href, title, lang, html }) => [
    { type: "raw", value: html } as unknown as ElementContent,
    h("p", { className: ["note"] }, h("a", { href, lang }, title)),
  ]);
  hast.children.splice(place, 0, ...shown);
}

type Handler = (state: State, node: never, parent: Parents | undefined) => ElementContent;

/**
 * A translation has the blocks of its page in the same order, on other lines: the lesson knows those of the page that it
 * stands for.
 */
function linesOf(tree: Root, lesson: Lesson | null): (node: Code) => number {
  const lines = [...new Set(lesson?.blocks.map(({ line }) => line))];
  const fences = [...walk(tree)].filter(
    (node) => node.type === "code" && /^(file|more|given)=/.test(node.meta ?? ""),
  );
  return (node) => lines[fences.indexOf(node)] ?? 0;
}

function handlersOf(
  context: RenderContext,
  words: Words,
  lineOf: (node: Code) => number,
): Readonly<Record<string, Handler>> {
  const { highlighter, lesson, shown, treeLink, links, page } = context;
  const linkTo = (path: string) => treeLink(path) ?? links.resolve(page.source, page.out, `/${path}`);
  return {
    code: (_state, node: Code) => {
      const line = lineOf(node);
      const written = lesson?.blocks.find((block) => block.line === line);
      const kind = lesson?.files.find(({ path }) => path === written?.path)?.kind ?? null;
      const fence = { lang: node.lang ?? "", meta: node.meta ?? "", value: node.value };
      return codeBlock(fence, {
        highlighter,
        words,
        shown: shown.get(line) ?? null,
        kind,
        types: context.types.get(written?.path ?? "") ?? null,
        linkTo,
      });
    },
    fold: (state, node: Fold) =>
      h(
        "details",
        {},
        h("summary", {}, node.summary),
        ...(state.all(node as unknown as Nodes as Parents) as ElementContent[]),
      ),
    choices: (state, { list }: Choices) =>
      h(
        "fieldset",
        { className: ["choices"] },
        h("legend", {}, words.choose),
        ...list.children.map((item, index) => {
          const content = state
            .all(item)
            .flatMap((each) => (each.type === "element" && each.tagName === "p" ? each.children : each));
          // Blanks alone can be right, and are nothing that could be read aloud.
          const isBlank = content.every((each) => textOf(each).trim() === "");
          const spoken = isBlank ? { ariaLabel: words.blank } : {};
          const radio = h("input", { type: "radio", name: "choice", value: String(index), ...spoken });
          return h("label", {}, radio, ...(content as ElementContent[]));
        }),
      ),
  };
}

/** What HTML needs and Markdown does not say: tables that scroll, headings that one can link to, links that go away. */
function mend(node: HastNodes, words: Words): void {
  if (!("children" in node)) return;
  for (const [index, child] of node.children.entries()) {
    if (child.type !== "element") continue;
    mend(child, words);
    if (child.tagName === "table") {
      const region = { className: ["scroll"], tabIndex: 0, role: "group", ariaLabel: words.table };
      const bars = barsOf(child);
      node.children[index] = h("div", region, child);
      if (bars !== null)
        node.children[index] = h("div", {}, barFigure(bars), node.children[index] as Element);
    } else if (/^h[2-4]$/.test(child.tagName) && child.properties.id !== undefined) {
      const label = textOf(child);
      child.children.push(
        h("a", { href: `#${child.properties.id}`, className: ["here"], ariaLabel: `# ${label}` }, "#"),
      );
    } else if (child.tagName === "a" && child.properties.href === "") {
      node.children[index] = h("span", {}, ...child.children);
    } else if (child.tagName === "img") child.properties.loading = "lazy";
    else if (child.tagName === "th" && textOf(child).trim() === "") child.tagName = "td";
  }
}

function textOf(node: HastNodes): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}
