/** The search: fetches the index when it is first needed, and shows what fits below the field, for keys and mouse. */
import MiniSearch, { type SearchResult } from "minisearch";
import { cut, type Entry, searchOptions } from "./search-options.ts";

const MOST = 12;
const AROUND = 60;

export async function startSearch(field: HTMLInputElement): Promise<void> {
  const box = document.querySelector<HTMLElement>("#found");
  const { base = "./" } = document.documentElement.dataset;
  const lang = document.documentElement.lang.slice(0, 2);
  if (box === null) return;
  const answer = await fetch(`${base}assets/search-${lang}.json`);
  const index = MiniSearch.loadJSON<Entry>(await answer.text(), searchOptions);

  const show = () => {
    const query = field.value.trim();
    const found = query === "" ? [] : index.search(query).slice(0, MOST);
    const items = found.map((one) => itemOf(one, base, cut(query)));
    const nothing = document.createElement("p");
    nothing.textContent = field.dataset.nothing ?? "";
    const list = document.createElement("ol");
    list.append(...items);
    box.replaceChildren(items.length > 0 ? list : nothing);
    box.hidden = query === "";
  };
  const move = (step: number) => {
    const links = [...box.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement) + step;
    if (at < 0) field.focus();
    else links[Math.min(at, links.length - 1)]?.focus();
  };
  field.addEventListener("input", show);
  field.form?.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      box.hidden = true;
      field.focus();
    }
  });
  field.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    box.querySelector("a")?.click();
  });
  field.form?.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && field.form?.contains(relatedTarget))) box.hidden = true;
  });
  field.addEventListener("focus", () => {
    box.hidden = field.value.trim() === "";
  });
  show();
}

function itemOf(result: SearchResult, base: string, words: readonly string[]): HTMLLIElement {
  const { title, from, url, text } = result as unknown as Entry;
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = base + url;
  const head = document.createElement("b");
  head.textContent = title;
  const place = document.createElement("small");
  place.textContent = from;
  const excerpt = document.createElement("span");
  excerpt.append(...excerptOf(text, words));
  link.append(head, " ", place, excerpt);
  item.append(link);
  return item;
}

/** The words around the first one that was asked for. */
function excerptOf(text: string, words: readonly string[]): (string | Node)[] {
  const lower = text.toLowerCase();
  const found = words
    .map((word) => ({ word, at: lower.indexOf(word.toLowerCase()) }))
    .find(({ at }) => at >= 0);
  if (found === undefined) return [text.slice(0, 2 * AROUND)];
  const { at, word } = found;
  const from = Math.max(0, at - AROUND);
  const mark = document.createElement("mark");
  mark.textContent = text.slice(at, at + word.length);
  const behind = text.slice(at + word.length, at + word.length + AROUND);
  return [`${from > 0 ? "…" : ""}${text.slice(from, at)}`, mark, `${behind}…`];
}
