/** The states of HTTP/1.1 as a picture and as a table. Called by see-pages.ts. */
import { html, Safe } from "../make/html.ts";
import type { Lang } from "../make/pages.ts";
import { figureOf, type SeePicture, type SeeSite } from "./see-picture.ts";
import { endingWords, statePicture } from "./state-picture.ts";
import { CONNECTION, recordStates, type StateMachine } from "./state-record.ts";
import { stateWords } from "./state-words.ts";

export async function statesPicture({ root, linkTo }: SeeSite): Promise<SeePicture> {
  const machine = await recordStates(root);
  return {
    out: "see/states.html",
    langs: ["en", "zh"],
    title: (lang) => stateWords(lang).title,
    figure: (lang) => figureFor(machine, lang),
    page: (lang) => pageOf(machine, lang, (line) => linkTo(CONNECTION, lang, line)),
  };
}

function figureFor(machine: StateMachine, lang: Lang): string {
  const words = stateWords(lang);
  return figureOf(words.title, statePicture(machine, words), words.caption);
}

function pageOf(machine: StateMachine, lang: Lang, toLine: (line: number) => string | null): string {
  const words = stateWords(lang);
  const rows = machine.ways.map((way, index) => {
    const places = way.places.map(({ line, method }) => {
      const href = toLine(line);
      const name = html`<code>${method}</code>`;
      return html`${href === null ? name : html`<a href="${href}">${name}</a>`} `;
    });
    const to = way.ending === null ? html`<code>${way.to}</code>` : words.ends(endingWords(way, words));
    const runs = way.runs.map((name) => words.runs[name] ?? name);
    return html`<tr><td>${index + 1}</td><td><code>${way.from}</code></td><td>${to}</td><td>${places}</td><td>${words.list(runs.slice(0, 3), runs.length - 3)}</td></tr>`;
  });
  const heads = [words.step, words.from, words.to, words.where, words.when];
  return html`<h1>${words.title}</h1>
<p>${words.lead}</p>
${new Safe(figureFor(machine, lang))}
<h2>${words.table}</h2>
<div class="scroll" tabindex="0" role="group" aria-label="${words.table}"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>
<h2>${words.states}</h2>
<p>${words.statesLead}</p>
<dl lang="en">${machine.states.map(({ name, meaning }) => html`<dt><code>${name}</code></dt><dd>${meaning}</dd>`)}</dl>`
    .text;
}
