/**
 * What the search knows of a page: its sections, each with its words. Called by render-page.ts. Of code only the names
 * are kept, so that one who looks for `readFrame` finds where it is spoken of and where it is written.
 */
import type { Root, RootContent } from "mdast";
import { textOf } from "../../scripts/lessons/page-parts.ts";
import { type Choices, type Heading, walk } from "./markdown.ts";

export interface Section {
  /** "" for what stands above the first heading behind the title. */
  readonly id: string;
  readonly heading: string;
  readonly text: string;
  /** Names in code blocks, once each. */
  readonly names: string;
}

export function sectionsOf(tree: Root, headings: readonly Heading[]): Section[] {
  const sections: { id: string; heading: string; text: string[]; names: Set<string> }[] = [];
  let next = 0;
  let open = { id: "", heading: "", text: [] as string[], names: new Set<string>() };
  sections.push(open);
  for (const node of tree.children) {
    if (node.type === "heading") {
      const heading = headings[next++];
      if (heading !== undefined && heading.depth > 1) {
        open = { id: heading.id, heading: heading.text, text: [], names: new Set() };
        sections.push(open);
      }
      continue;
    }
    for (const each of leaves(node)) {
      if (each.type === "code")
        for (const name of each.value.match(/[A-Za-z_$][\w$]{3,}/g) ?? []) open.names.add(name);
      else open.text.push(textOf(each).replace(/\s+/g, " "));
    }
  }
  return sections
    .map(({ id, heading, text, names }) => ({
      id,
      heading,
      text: text.join(" ").trim(),
      names: [...names].join(" "),
    }))
    .filter(({ text, names, heading }) => text + names + heading !== "");
}

/** Paragraphs, cells and code, wherever they stand. */
function* leaves(node: RootContent | Choices): Generator<RootContent> {
  if (node.type === "choices") yield* leaves(node.list);
  else
    for (const each of walk(node))
      if (["paragraph", "tableCell", "code"].includes(each.type)) yield each as RootContent;
}
