/** What a page with a picture is, in both languages. The pages of site/see are made of these. */
import { html, Safe } from "../make/html.ts";
import type { Lang } from "../make/pages.ts";

/** What the pictures may know of the site around them. */
export interface SeeSite {
  readonly root: string;
  /** A file of the repository, or a line of it, seen from a page of see/; null where the site has no such file. */
  readonly linkTo: (path: string, lang: Lang, line: number | null) => string | null;
}

export interface SeePicture {
  /** Of the English page; the Chinese one has zh/ in front. */
  readonly out: string;
  /** Those in which there is a page; a lesson shows the picture in either. */
  readonly langs: readonly Lang[];
  readonly title: (lang: Lang) => string;
  /** What a lesson shows of it: HTML. `part`: an anchor of the page, where it has more than one picture. */
  readonly figure: (lang: Lang, part?: string) => string;
  /** The text of the page: HTML. */
  readonly page: (lang: Lang) => string;
  readonly program?: string;
}

/**
 * A picture that scrolls where it is wider than the page. `svg` has its own text for one who does not see it; `caption`
 * says to one who does what lines and colours mean.
 */
export function figureOf(label: string, svg: string, caption: string): string {
  return html`<figure class="drawn"><div class="scroll" tabindex="0" role="group" aria-label="${label}">${new Safe(svg)}</div><figcaption>${caption}</figcaption></figure>`
    .text;
}
