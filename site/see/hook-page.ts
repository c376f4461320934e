/** The hooks around each route, in pictures and in words. Called by see-pages.ts. */
import { html, Safe } from "../make/html.ts";
import { type AskedRoute, askRoutes, drawHooks } from "./hook-picture.ts";
import { type HookWords, hookWords, tellHooks } from "./hook-words.ts";
import { figureOf, type SeePicture } from "./see-picture.ts";

export async function hooksPicture(): Promise<SeePicture> {
  const asked = await askRoutes();
  // A lesson shows one route that passes all of them; the page has the others.
  const whole = asked.filter(({ path }) => path === "/admin/hello");
  return {
    out: "see/hooks.html",
    langs: ["en", "zh"],
    title: (lang) => hookWords(lang).title,
    figure: (lang) => whole.map((one) => figureFor(one, hookWords(lang))).join(""),
    page(lang) {
      const words = hookWords(lang);
      const parts = asked.map((one) => {
        const told = tellHooks(one.events, one.status, words).map((line) => html`<li>${line}</li>`);
        return html`<h2><code>${words.asks[one.path]}</code></h2>${new Safe(figureFor(one, words))}<details><summary>${words.words}</summary><ol>${told}</ol></details>`;
      });
      return html`<h1>${words.title}</h1>
<p>${words.lead}<a href="../day5/index.html">${words.day}</a>${words.close}</p>
${parts}`.text;
    },
  };
}

function figureFor(asked: AskedRoute, words: HookWords): string {
  const title = words.asks[asked.path];
  return figureOf(title, drawHooks(asked, words), words.caption(title));
}
