/** The pages that are no page of the course: search, and what there is to try and to see. Called by build.ts. */

import { seePictures } from "../see/see-pages.ts";
import type { SeePicture, SeeSite } from "../see/see-picture.ts";
import { html } from "./html.ts";
import type { Lang } from "./pages.ts";
import { playgroundPage } from "./playground-page.ts";

export interface ToolPage {
  readonly out: string;
  readonly lang: Lang;
  readonly title: string;
  readonly html: string;
  /** The same page in the other language. */
  readonly twin: string | null;
  readonly program?: string;
}

export class Tools {
  readonly pages: readonly ToolPage[];
  readonly #pictures: readonly SeePicture[];

  static async make(site: SeeSite): Promise<Tools> {
    return new Tools(await seePictures(site));
  }

  private constructor(pictures: readonly SeePicture[]) {
    this.#pictures = pictures;
    const seen = pictures.flatMap((one) => one.langs.map((lang) => pageOf(one, lang)));
    const own = { lang: "en", twin: null } as const;
    this.pages = [
      ...seen,
      {
        ...own,
        out: "playground.html",
        title: "The byte playground",
        html: playgroundPage(),
        program: "playground",
      },
      {
        ...own,
        out: "search.html",
        title: "Search",
        html: html`<h1>Search</h1><p>Type into the field at the top. It finds words, names that the course exports, and codes of errors. It needs JavaScript; without it, the contents at the side lead to all pages.</p>`
          .text,
      },
    ];
  }

  /** The page of that place in a language, or in English. Errors: there is no such page. */
  find(out: string, lang: Lang): ToolPage {
    const own = this.pages.find((page) => page.out === placeOf(out, lang));
    const page = own ?? this.pages.find((one) => one.out === out);
    if (page === undefined) throw new Error(`no page ${out}: see site/see/in-lessons.ts`);
    return page;
  }

  /** The picture of that page, for a lesson; "see/speed.html#head" is one of several. Errors: as `find`. */
  figure(place: string, lang: Lang): string {
    const [out = "", part] = place.split("#");
    return this.#pictures.find((one) => one.out === this.find(out, "en").out)?.figure(lang, part) ?? "";
  }
}

const placeOf = (out: string, lang: Lang) => (lang === "zh" ? `zh/${out}` : out);

function pageOf(picture: SeePicture, lang: Lang): ToolPage {
  const [other = null] = picture.langs.filter((one) => one !== lang);
  return {
    out: placeOf(picture.out, lang),
    lang,
    title: picture.title(lang),
    html: picture.page(lang),
    twin: other === null ? null : placeOf(picture.out, other),
    ...(picture.program === undefined ? {} : { program: picture.program }),
  };
}
