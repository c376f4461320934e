/** The frame of every page: head, bar, contents, text. Pure. Styles and programs are files: the policy allows no others. */
import { html, Safe } from "./html.ts";
import { type Lang, relativeUrl } from "./pages.ts";
import { wordsOf } from "./words.ts";

export interface Frame {
  readonly out: string;
  readonly lang: Lang;
  readonly title: string;
  /** The text of the page: HTML. */
  readonly main: string;
  readonly sidebar: Safe;
  readonly toc: Safe | null;
  readonly neighbours: Safe | null;
  /** The same page in the other language, below the site. */
  readonly twin: string | null;
  /** "1.2" */
  readonly lesson: string;
  /** A program that only this page needs, such as "playground". */
  readonly program?: string;
}

/** The same as the server sends: a copy of the site on any host keeps it. */
const POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'";

export function layout(frame: Frame): string {
  const { out, lang, title, main, toc, twin } = frame;
  const words = wordsOf(lang);
  const to = (place: string) => relativeUrl(out, place);
  const asset = (name: string) => to(`assets/${name}`);
  const home = lang === "zh" ? "zh/index.html" : "index.html";
  const schemes = [
    ["system", words.system],
    ["light", words.light],
    ["dark", words.dark],
  ];
  return html`<!doctype html>
<html lang="${lang === "zh" ? "zh-CN" : "en"}" data-base="${"../".repeat(out.split("/").length - 1) || "./"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title === "The course" ? "ray: a web framework from a socket" : `${title} · ray`}</title>
<meta name="color-scheme" content="light dark">
<script src="${asset("theme.js")}"></script>
<link rel="stylesheet" href="${asset("style.css")}">
<link rel="icon" href="${to("assets/icon.svg")}" type="image/svg+xml">
<script type="module" src="${asset("site.js")}"></script>
${frame.program === undefined ? "" : html`<script type="module" src="${asset(`${frame.program}.js`)}"></script>`}
</head>
<body${frame.lesson === "" ? "" : html` data-page="${frame.lesson}"`}>
<a class="skip" href="#text">${words.skip}</a>
<header class="bar">
<a class="home" href="${to(home)}">ray</a>
<search><form class="find" action="${to("search.html")}" role="search">
<label for="find" class="hidden">${words.search}</label>
<input id="find" name="q" type="search" autocomplete="off" placeholder="${words.search}: ${words.searchHint}" data-nothing="${words.nothingFound}">
<div id="found" hidden></div>
</form></search>
${twin === null ? "" : html`<a class="lang" lang="${lang === "zh" ? "en" : "zh-CN"}" hreflang="${lang === "zh" ? "en" : "zh-CN"}" href="${to(twin)}">${words.otherLang}</a>`}
<label class="scheme"><span class="hidden">${words.scheme}</span><select id="scheme" autocomplete="off">${schemes.map(([value, name]) => html`<option value="${value}">${name}</option>`)}</select></label>
</header>
<div class="columns">
<nav class="side" aria-label="${words.contents}"><details class="drawer" open><summary>${words.contents}</summary>
${frame.sidebar}
</details></nav>
<main id="text" tabindex="-1">
${toc === null ? "" : html`<nav class="toc" aria-label="${words.onThisPage}"><details open><summary>${words.onThisPage}</summary>${toc}</details></nav>`}
<article data-copied="${words.copied}">
${new Safe(main)}
</article>
${frame.neighbours ?? ""}
</main>
</div>
</body>
</html>
`.text;
}
