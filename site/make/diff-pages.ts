/** The differences of the stages: each file that has several versions, between any two of them. Called by build.ts. */
import type { CodeSite } from "./code-pages.ts";
import { DiffView } from "./diff-view.ts";
import type { Highlighter } from "./highlight.ts";
import { html, Safe } from "./html.ts";
import { relativeUrl } from "./pages.ts";

export const DIFFS = "diffs.html";
export const DIFFS_TITLE = "What changes between the days";

export function diffPages(code: CodeSite, highlighter: Highlighter) {
  const view = new DiffView(highlighter);
  const rows: Safe[] = [];
  const pages: { out: string; title: string; html: string }[] = [];
  const place = DIFFS;
  for (const [path, versions] of [...code.versions].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (versions.length < 2 || path.startsWith("parts/")) continue;
    const cells: Safe[] = [];
    for (const [index, old] of versions.entries()) {
      for (const fresh of versions.slice(index + 1)) {
        const [a, b] = [old.days[0] ?? 1, fresh.days[0] ?? 1];
        const out = DiffView.placeOf(path, a, b);
        const { html: figure, added, removed } = view.render(path, old.text, fresh.text);
        const title = `${path}, day ${a} → day ${b}`;
        const back = html`<p><a href="${relativeUrl(out, place)}">All files that change</a> · <a href="${relativeUrl(out, code.places.get(`day${a}/${path}`) ?? place)}">day ${a}</a> · <a href="${relativeUrl(out, code.places.get(`day${b}/${path}`) ?? place)}">day ${b}</a></p>`;
        pages.push({
          out,
          title,
          html: html`<h1 class="path"><code>${path}</code></h1>${back}${new Safe(figure)}`.text,
        });
        cells.push(
          html`<li><a href="${relativeUrl(place, out)}">day ${a} → ${b}</a> <small>+${added} −${removed}</small></li>`,
        );
      }
    }
    rows.push(html`<tr><th scope="row"><code>${path}</code></th><td><ul class="row">${cells}</ul></td></tr>`);
  }
  const list = html`<h1>${DIFFS_TITLE}</h1>
<p>A later day keeps all that an earlier one had. These are the files that change after their birth, between any two days that differ. With <code>npm run site</code>, the box below compares any file of a day with yours.</p>
<form id="own-diff" hidden><label>File <input name="path" required placeholder="src/net/conn.ts"></label> <label>Day <select name="day"><option>1</option><option>2</option><option>3</option><option>4</option><option>5</option></select></label> <button>Compare with mine</button></form>
<div id="own-diff-shown" aria-live="polite"></div>
<div class="scroll" role="group" aria-label="Files that change" tabindex="0"><table><thead><tr><th>file</th><th>differences</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return [{ out: place, title: DIFFS_TITLE, html: list.text }, ...pages];
}
