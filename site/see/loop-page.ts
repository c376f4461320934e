/** Rounds of the event loop as a picture and in words. Called by see-pages.ts. */
import { html, Safe } from "../make/html.ts";
import { drawRounds, recordRounds } from "./loop-picture.ts";
import { type LoopWords, loopWords } from "./loop-words.ts";
import { figureOf, type SeePicture } from "./see-picture.ts";

export async function roundsPicture(): Promise<SeePicture> {
  const rounds = await recordRounds();
  const figure = (words: LoopWords) => figureOf(words.rounds, drawRounds(rounds, words), words.caption);
  return {
    out: "see/loop.html",
    langs: ["en", "zh"],
    title: (lang) => loopWords(lang).title,
    figure: (lang) => figure(loopWords(lang)),
    page(lang) {
      const words = loopWords(lang);
      const told = rounds.map((events, index) => html`<li>${words.told(index + 1, events)}</li>`);
      return html`<h1>${words.title}</h1>
<p>${words.lead}<a href="../day1/06-round.html">${words.lesson}</a>${words.close}</p>
${new Safe(figure(words))}
<h2>${words.words}</h2>
<ol>${told}</ol>`.text;
    },
  };
}
