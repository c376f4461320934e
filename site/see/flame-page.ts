/**
 * Where the time of a request goes, as a flame graph in which one can move about. What it shows was recorded by Node's
 * own profiler and is kept in small.folded; the lines are looked up in the source as it is. Called by see-pages.ts.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { html, Safe } from "../make/html.ts";
import type { Lang } from "../make/pages.ts";
import { flameSvg, percent } from "./flame-draw.ts";
import { linesOfFunctions } from "./flame-places.ts";
import { type Hot, hottest, layerShares, type Profile, parseFolded } from "./flame-tree.ts";
import { flameWords } from "./flame-words.ts";
import { figureOf, type SeePicture, type SeeSite } from "./see-picture.ts";

const SOURCE = "day5/src";
const HOTTEST = 12;

export const readProfile = (root: string): Profile =>
  parseFolded(readFileSync(join(root, "site/see/small.folded"), "utf8"));

/** The line of the repository's file; null where the code has no such function any more. */
export function lineOf(root: string, { file, name }: Hot): number | null {
  const path = join(root, SOURCE, file);
  return existsSync(path) ? (linesOfFunctions(readFileSync(path, "utf8")).get(name) ?? null) : null;
}

export function flamePicture(site: SeeSite): SeePicture {
  const profile = readProfile(site.root);
  const hot = hottest(profile.root, HOTTEST);
  const draw = (lang: Lang) => {
    const words = flameWords(lang);
    const told = hot
      .slice(0, 5)
      .map(({ name, file, self }) => `${name}, ${file}: ${percent(self / profile.root.total)}`);
    return flameSvg(profile.root, words.title, `${words.most} ${told.join("; ")}`);
  };
  return {
    out: "see/flame.html",
    langs: ["en", "zh"],
    title: (lang) => flameWords(lang).title,
    figure: (lang) => figureOf(flameWords(lang).title, draw(lang), flameWords(lang).caption),
    page: (lang) => pageOf(site, profile, hot, lang, draw(lang)),
    program: "flame",
  };
}

function pageOf(
  { root, linkTo }: SeeSite,
  profile: Profile,
  hot: readonly Hot[],
  lang: Lang,
  svg: string,
): string {
  const words = flameWords(lang);
  const share = (part: number) => percent(part / profile.root.total);
  const rows = hot.map((one, index) => {
    const line = lineOf(root, one);
    const path = `${SOURCE}/${one.file}`;
    const href = linkTo(path, lang, line);
    const place = html`<code>${path}${line === null ? "" : `:${line}`}</code>`;
    return html`<tr><td>${index + 1}</td><td><code>${one.name}</code></td><td>${href === null ? place : html`<a href="${href}">${place}</a>`}</td><td>${share(one.self)}</td><td>${share(one.total)}</td></tr>`;
  });
  const table = (label: string, heads: readonly string[], body: unknown) =>
    html`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${body}</tbody></table></div>`;
  const layers = layerShares(profile.root).map(
    ([layer, part]) =>
      html`<tr><td><span class="swatch ${layer}"></span> ${words.layers[layer] ?? layer}</td><td>${share(part)}</td></tr>`,
  );
  return html`<h1>${words.title}</h1>
<p>${words.lead}</p>
<p class="note">${profile.title}. ${words.record} <code>npm run bench -- profile --folded site/see/small.folded</code></p>
<form id="flame-search" hidden><label>${words.search} <input name="q" autocomplete="off" spellcheck="false"></label> <button type="button" name="whole">${words.whole}</button></form>
<p id="flame-told" aria-live="polite" data-share="${words.share}" data-found="${words.found}" data-none="${words.none}">${words.keys}</p>
<div id="flame">${new Safe(figureOf(words.title, svg, words.caption))}</div>
<h2>${words.whose}</h2>
${table(words.whose, [words.layer, words.part], layers)}
<h2>${words.hottest}</h2>
<p>${words.hottestLead}</p>
${table(words.hottest, ["#", words.function, words.place, words.self, words.total], rows)}`.text;
}
