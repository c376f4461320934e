/**
 * The whole course as one page, for paper: every chapter, lesson and reference page, one behind the other. Links between
 * them lead to places on it. Called by build.ts; made into a PDF by `npm run site -- pdf`.
 */
import { html, Safe } from "./html.ts";
import type { Page } from "./pages.ts";

export const PRINT = "print.html";

const PRINTED: readonly Page["kind"][] = ["front", "chapter", "lesson", "reference"];

export function isPrinted(page: Page): boolean {
  return page.lang === "en" && PRINTED.includes(page.kind);
}

/** `pages`: rendered as if each stood at print.html. */
export function printPage(pages: readonly { readonly page: Page; readonly html: string }[]): string {
  const numbers = new Map(pages.map(({ page }, index) => [page.out, index]));
  const sections = pages.map(({ page, html: text }, index) => {
    const own = text
      // A name of a page is that of its place here: two pages may have the same headings.
      .replace(/(<[^>]* )id="([^"]*)"/g, `$1id="p${index}-$2"`)
      .replace(/(<[^>]* )href="#([^"]*)"/g, `$1href="#p${index}-$2"`)
      .replace(
        /(<[^>]* )href="([^"#]+)(?:#([^"]*))?"/g,
        (whole, front: string, place: string, anchor?: string) => {
          const number = numbers.get(place);
          if (number === undefined) return whole;
          return `${front}href="#p${number}${anchor === undefined ? "" : `-${anchor}`}"`;
        },
      )
      .replace(/name="choice"/g, `name="choice-${index}"`);
    const title = page.lesson === "" ? own : own.replace(/<h1([^>]*)>/, `<h1$1>${page.lesson} `);
    return html`<section class="printed" id="p${index}">${new Safe(title)}</section>`;
  });
  return html`<p class="note">The whole course on one page, for paper: <code>npm run site -- pdf</code>.</p>${sections}`
    .text;
}
