/** The page on which one walks through a trie. Called by see-pages.ts; site/browser/see.ts makes it move. */
import { html, Safe } from "../make/html.ts";
import { figureOf, type SeePicture } from "./see-picture.ts";
import { drawTrie, EXAMPLE, FIRST_PATH, makeTrie, tellWalk } from "./trie-walk.ts";
import { trieWords } from "./trie-words.ts";

export function triePicture(): SeePicture {
  const { nodes, walk } = makeTrie(EXAMPLE);
  const first = walk("GET", FIRST_PATH);
  return {
    out: "see/trie.html",
    langs: ["en", "zh"],
    title: (lang) => trieWords(lang).title,
    figure(lang) {
      const words = trieWords(lang);
      const drawn = drawTrie(nodes, first.steps, tellWalk(nodes, first, lang), lang);
      return figureOf(words.title, drawn, `${words.caption} ${words.asked("GET", FIRST_PATH)}`);
    },
    page(lang) {
      const words = trieWords(lang);
      const told = tellWalk(nodes, first, lang);
      return html`<h1>${words.title}</h1>
<p>${words.lead}<a href="../day3/03-walk.html">${words.lesson}</a>${words.close}</p>
<form id="walk">
<div class="fields"><label>${words.method} <input name="method" value="GET" size="8"></label><label>${words.path} <input name="path" value="${FIRST_PATH}"></label></div>
<p><button name="go">${words.walk}</button> <button type="button" name="step">${words.step}</button></p>
</form>
<figure class="drawn"><div class="scroll" id="trie" tabindex="0" role="group" aria-label="${words.trie}">${new Safe(drawTrie(nodes, first.steps, told, lang))}</div>
<figcaption>${words.caption}</figcaption></figure>
<h2>${words.told}</h2>
<ol id="walk-told" aria-live="polite">${told.map((one) => html`<li>${one}</li>`)}</ol>
<h2>${words.routes}</h2>
<p><label>${words.routesHint} <textarea id="routes" rows="10" spellcheck="false">${EXAMPLE}</textarea></label></p>`
        .text;
    },
    program: "see",
  };
}
