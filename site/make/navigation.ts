/** What stands around the text of a page: the contents at the side, what is on this page, previous and next. Pure. */
import { html, type Safe } from "./html.ts";
import type { Heading } from "./markdown.ts";
import { type Lang, type Page, relativeUrl } from "./pages.ts";
import type { Words } from "./words.ts";

/** A page that the site makes itself, such as the playground. */
export interface Tool {
  readonly out: string;
  readonly title: string;
  readonly lang: Lang;
  /** The same page in the other language. */
  readonly twin: string | null;
}

export function sidebar(pages: readonly Page[], tools: readonly Tool[], here: string, words: Words): Safe {
  const link = (
    { out, lang }: { readonly out: string; readonly lang?: string },
    title: unknown,
    lesson = "",
  ) =>
    html`<li><a href="${relativeUrl(here, out)}"${lang === "zh" || words.lang === "en" ? "" : html` lang="en"`}${out === here ? html` aria-current="page"` : ""}${lesson === "" ? "" : html` data-lesson="${lesson}"`}>${title}</a></li>`;
  const front = pages.find(({ kind }) => kind === "front");
  const days = [1, 2, 3, 4, 5].map((day) => {
    const own = pages.filter((page) => page.day === day);
    const chapter = own.find(({ kind }) => kind === "chapter");
    if (chapter === undefined) return "";
    const isHere = own.some(({ out }) => out === here);
    const exercises = own.filter(({ kind }) => kind === "exercise");
    const given = own.find(({ kind }) => kind === "given");
    const lessons = own
      .filter(({ kind }) => kind === "lesson")
      .map((page) => link(page, html`<b>${page.lesson}</b> ${page.title}`, page.lesson));
    return html`<details${isHere ? html` open` : ""}><summary>${words.day(day)}</summary><ul>
${link(chapter, chapter.title.replace(/^(Day \d|第 ?\d ?天)[:：] ?/, ""))}
${lessons}${given === undefined ? "" : link({ ...given, lang: words.lang }, words.givenFiles)}
${exercises.length === 0 ? "" : html`<li><details${exercises.some(({ out }) => out === here) ? html` open` : ""}><summary>${words.exercises}</summary><ul>${exercises.map((page) => link(page, page.title))}</ul></details></li>`}
</ul></details>`;
  });
  const group = (name: string, own: readonly { readonly out: string; readonly title: string }[]) =>
    own.length === 0
      ? ""
      : html`<details${own.some(({ out }) => out === here) ? html` open` : ""}><summary>${name}</summary><ul>${own.map((page) => link(page, page.title))}</ul></details>`;
  const of = (kind: Page["kind"]) => pages.filter((page) => page.kind === kind);
  return html`<ul>${front === undefined ? "" : link(front, front.title)}</ul>
${days}
${group(words.tools, tools)}
${group(words.reference, of("reference"))}
${group(words.more, of("more"))}`;
}

/** Nothing where a page has fewer than two headings. */
export function onThisPage(headings: readonly Heading[]): Safe | null {
  const own = headings.filter(({ depth }) => depth === 2 || depth === 3);
  if (own.length < 2) return null;
  return html`<ol>${own.map(({ id, text, depth }) => html`<li class="depth${depth}"><a href="#${id}">${text}</a></li>`)}</ol>`;
}

export function neighbours(pages: readonly Page[], page: Page, words: Words): Safe {
  const own = pages.filter(
    ({ lang, kind }) => lang === page.lang && (kind !== "exercise" || page.kind === "exercise"),
  );
  const at = own.indexOf(page);
  const [previous, next] = [at > 0 ? own[at - 1] : undefined, own[at + 1]];
  const link = (to: Page | undefined, rel: "prev" | "next", word: string) =>
    to === undefined
      ? html`<span></span>`
      : html`<a rel="${rel}" href="${relativeUrl(page.out, to.out)}"><small>${word}</small> ${to.lesson === "" ? "" : html`<b>${to.lesson}</b> `}${to.title}</a>`;
  return html`<nav class="neighbours" aria-label="${words.previous}, ${words.next}">${link(previous, "prev", words.previous)}${link(next, "next", words.next)}</nav>`;
}
