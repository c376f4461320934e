/**
 * What the search looks through: sections of pages, names that the course exports, codes of errors. Called by build.ts.
 * The index is a file for each language, which a browser fetches when one begins to search.
 */
import MiniSearch from "minisearch";
import { findExports } from "../../scripts/days/find-exports.ts";
import { type Entry, searchOptions } from "../browser/search-options.ts";
import type { CodeSite } from "./code-pages.ts";
import type { Page } from "./pages.ts";
import type { Section } from "./sections.ts";

export interface Indexed {
  readonly page: Page;
  readonly sections: readonly Section[];
}

export function searchIndex(pages: readonly Indexed[], code: CodeSite): string {
  const entries = [...pages.flatMap(entriesOfPage), ...entriesOfCode(code)];
  const index = new MiniSearch<Entry>(searchOptions);
  index.addAll(entries.map((entry, id) => ({ ...entry, id })));
  return JSON.stringify(index);
}

function entriesOfPage({ page, sections }: Indexed): Omit<Entry, "id">[] {
  const title = page.lesson === "" ? page.title : `${page.lesson} ${page.title}`;
  // The files of an appendix are found by their names, and their code where it is taught.
  return sections.map(({ id, heading, text, names }) => ({
    title: heading === "" ? title : heading,
    from: heading === "" ? "" : title,
    url: id === "" ? page.out : `${page.out}#${id}`,
    text: text.slice(0, 4000),
    names: page.kind === "given" ? "" : names,
  }));
}

/** By the newest version of each file: its exports with the first sentence of what is said of them, and its codes. */
function entriesOfCode({ versions, places }: CodeSite): Omit<Entry, "id">[] {
  return [...versions].flatMap(([path, all]) => {
    const newest = all.at(-1);
    const place = places.get(`day${newest?.days.at(-1)}/${path}`);
    if (newest === undefined || place === undefined || !path.startsWith("src/")) return [];
    const lines = newest.text.split("\n");
    const from = `day${newest.days.at(-1)}/${path}`;
    const symbols = findExports(newest.text)
      .filter(({ kind, name }) => kind !== "member" && name !== "*")
      .map(({ name, line }) => ({
        title: name,
        from,
        url: `${place}#L${line}`,
        text: docAbove(lines, line),
        names: "",
      }));
    const codes = [...newest.text.matchAll(/code: "([A-Z][A-Z_]+)"/g)].map(([, name = ""], index, found) => {
      const line = newest.text.slice(0, found[index]?.index ?? 0).split("\n").length;
      return { title: name, from, url: `${place}#L${line}`, text: (lines[line - 1] ?? "").trim(), names: "" };
    });
    return [...symbols, ...codes];
  });
}

function docAbove(lines: readonly string[], line: number): string {
  const end = lines[line - 2]?.trim() ?? "";
  if (!end.endsWith("*/")) return "";
  const from = lines.slice(0, line - 1).findLastIndex((one) => one.includes("/**"));
  return lines
    .slice(from, line - 1)
    .map((one) => one.replace(/^\s*(\/\*\*|\*\/|\*)?\s?/, "").replace(/\*\/\s*$/, ""))
    .join(" ")
    .trim();
}
