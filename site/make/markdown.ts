/**
 * A Markdown page as a tree that is ready for HTML: headings with ids, folds, the choices of a question. Called by
 * render-page.ts. The ids are GitHub's, as `docs:check` holds links against them.
 */
import GithubSlugger from "github-slugger";
import type { List, Nodes, Root, RootContent } from "mdast";
import { fromMarkdown, type Options } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { withoutHead } from "../../scripts/docs/page.ts";
import { textOf } from "../../scripts/lessons/page-parts.ts";

export interface Heading {
  readonly depth: number;
  readonly id: string;
  readonly text: string;
}

/** A node of ours among those of Markdown. */
export interface Fold {
  readonly type: "fold";
  readonly summary: string;
  readonly children: RootContent[];
}

export interface Choices {
  readonly type: "choices";
  readonly list: List;
}

export interface Parsed {
  readonly tree: Root;
  readonly headings: readonly Heading[];
}

/** Also behind a full-width mark, whatever comes: code or a Latin word stands close to it. */
const BETWEEN_HAN =
  /(?<=[\u3000-\u9fff\uff00-\uffef“”])\n(?=[\u3000-\u9fff\uff00-\uffef“”])|(?<=[，。；：！？、）])\n/g;

export function parse(text: string): Parsed {
  // The course and its site have a copy each of the parser's types, which are the same and not comparable.
  const options = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] } as unknown as Options;
  const tree = fromMarkdown(withoutHead(text.replaceAll("\r\n", "\n")), options);
  const headings: Heading[] = [];
  const slugger = new GithubSlugger();
  for (const node of walk(tree)) {
    // A line ends anywhere in Chinese, and no blank stands there.
    if (node.type === "text") node.value = node.value.replace(BETWEEN_HAN, "");
    if (node.type !== "heading") continue;
    const heading = { depth: node.depth, id: slugger.slug(textOf(node)), text: textOf(node) };
    headings.push(heading);
    node.data = { hProperties: { id: heading.id } };
  }
  return { tree: { ...tree, children: withChoices(folded(tree.children)) }, headings };
}

/** `<details><summary>…</summary>` and what follows it, up to `</details>`, as one node. Other HTML is comments. */
function folded(nodes: readonly RootContent[]): RootContent[] {
  const result: RootContent[] = [];
  let open: Fold | null = null;
  for (const node of nodes) {
    const summary =
      node.type === "html" ? /<details>\s*<summary>(.*?)<\/summary>/.exec(node.value)?.[1] : undefined;
    if (summary !== undefined) {
      open = { type: "fold", summary, children: [] };
      result.push(open as unknown as RootContent);
    } else if (node.type === "html" && node.value.includes("</details>")) open = null;
    else if (node.type !== "html") (open?.children ?? result).push(node);
  }
  return result;
}

/** The list behind the program of a question is what one chooses from. */
function withChoices(nodes: readonly RootContent[]): RootContent[] {
  const program = nodes.findIndex((node) => node.type === "code" && node.meta === "predict");
  if (program < 0) return [...nodes];
  return nodes.map((node, index) => {
    const isFirst =
      node.type === "list" && nodes.findIndex((one, at) => at > program && one.type === "list") === index;
    return isFirst ? ({ type: "choices", list: node } satisfies Choices as unknown as RootContent) : node;
  });
}

export function* walk(node: Nodes): Generator<Nodes> {
  yield node;
  if ("children" in node) for (const child of node.children) yield* walk(child);
}
