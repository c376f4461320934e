/** The lives of three connections as pictures and in words. Called by see-pages.ts. */
import { html, Safe } from "../make/html.ts";
import { lifePicture } from "./life-picture.ts";
import { type LifeEvent, recordLife } from "./life-record.ts";
import { type LifeWords, lifeWords, tellEvent } from "./life-words.ts";
import type { LifeName } from "./lives.ts";
import { figureOf, type SeePicture } from "./see-picture.ts";

const NAMES: readonly LifeName[] = ["patient", "dripping", "stalled"];

export async function livesPicture(): Promise<SeePicture> {
  const lives: { name: LifeName; events: readonly LifeEvent[] }[] = [];
  // One after the other: what watches, watches the classes that all connections share.
  for (const name of NAMES) lives.push({ name, events: await recordLife(name) });
  return {
    out: "see/life.html",
    langs: ["en", "zh"],
    title: (lang) => lifeWords(lang).title,
    figure(lang) {
      const words = lifeWords(lang);
      return lives.map(({ name, events }) => figureFor(name, events, words)).join("");
    },
    page(lang) {
      const words = lifeWords(lang);
      const parts = lives.map(({ name, events }) => {
        const picture = new Safe(figureFor(name, events, words));
        const told = events.map((one) => html`<li>${words.unit(one.ms)}: ${tellEvent(one, words)}</li>`);
        return html`<h2>${words[name]}</h2>${picture}<details><summary>${words.words}</summary><ol>${told}</ol></details>`;
      });
      return html`<h1>${words.title}</h1><p>${words.lead}</p><p>${words.note}</p>${parts}`.text;
    },
  };
}

function figureFor(name: LifeName, events: readonly LifeEvent[], words: LifeWords): string {
  const caption = words.caption(words[name], words[`${name}Lead`]);
  return figureOf(words[name], lifePicture(events, words[name], words), caption);
}
