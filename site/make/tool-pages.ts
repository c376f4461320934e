/** The pages that are no page of the course: search, and what there is to try and to see. Called by build.ts. */
import { seePages } from "../see/see-pages.ts";
import { html } from "./html.ts";
import { playgroundPage } from "./playground-page.ts";

export interface ToolPage {
  readonly out: string;
  readonly title: string;
  readonly html: string;
  readonly program?: string;
}

export async function toolPages(): Promise<ToolPage[]> {
  return [
    ...(await seePages()),
    { out: "playground.html", title: "The byte playground", html: playgroundPage(), program: "playground" },
    {
      out: "search.html",
      title: "Search",
      html: html`<h1>Search</h1><p>Type into the field at the top. It finds words, names that the course exports, and codes of errors. It needs JavaScript; without it, the contents at the side lead to all pages.</p>`
        .text,
    },
  ];
}
