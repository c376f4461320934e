/** The pages with pictures that are drawn from the code as it is. Called by tool-pages.ts. */
import { html, Safe } from "../make/html.ts";
import { flamePicture } from "./flame-page.ts";
import { hookPicture } from "./hook-picture.ts";
import { livesPicture } from "./life-page.ts";
import { loopPicture } from "./loop-picture.ts";
import { figureOf, type SeePicture, type SeeSite } from "./see-picture.ts";
import { statesPicture } from "./state-page.ts";
import { drawTrie, EXAMPLE, FIRST_PATH, makeTrie, tellWalk } from "./trie-walk.ts";

export async function seePictures(site: SeeSite): Promise<SeePicture[]> {
  return [
    triePicture(),
    await hooksPicture(),
    await roundsPicture(),
    await livesPicture(),
    await statesPicture(site),
    flamePicture(site),
  ];
}

function triePicture(): SeePicture {
  const { nodes, walk } = makeTrie(EXAMPLE);
  const first = walk("GET", FIRST_PATH);
  const words = tellWalk(nodes, first);
  const draw = () => drawTrie(nodes, first.steps, words);
  const title = "The trie, and a walk through it";
  const page = () => html`<h1>${title}</h1>
<p>Routes share a node for each segment that they have in common. A request walks from the left to the right: static text first, then a name, then the rest; and where a way leads nowhere, back to the last fork. The nodes are those of day 5's router, which write down when they are asked (<a href="../day3/03-walk.html">lesson 3.3</a>).</p>
<form id="walk">
<div class="fields"><label>Method <input name="method" value="GET" size="8"></label><label>Path <input name="path" value="${FIRST_PATH}"></label></div>
<p><button name="go">Walk</button> <button type="button" name="step">One step</button></p>
</form>
<figure class="drawn"><div class="scroll" id="trie" tabindex="0" role="group" aria-label="The trie">${new Safe(draw())}</div>
<figcaption>Green is the way that is open, red was a dead end.</figcaption></figure>
<h2>The walk in words</h2>
<ol id="walk-told" aria-live="polite">${words.map((one) => html`<li>${one}</li>`)}</ol>
<h2>Routes</h2>
<p><label>One route a line <textarea id="routes" rows="10" spellcheck="false">${EXAMPLE}</textarea></label></p>`;
  return {
    out: "see/trie.html",
    langs: ["en"],
    title: () => title,
    figure: () => figureOf(title, draw()),
    page: () => page().text,
    program: "see",
  };
}

async function hooksPicture(): Promise<SeePicture> {
  const pictures = await hookPicture();
  const title = "The hooks around each route";
  // A lesson shows one route that passes all of them; the page has the others.
  const [, whole] = pictures;
  const page = html`<h1>${title}</h1>
<p>An app with hooks of all kinds was asked for each of its routes, and each hook wrote down when it ran: from the outside in on the way to the handler, and from the inside out on the way back. The order in which they were declared inside of a router does not matter (<a href="../day5/index.html">day 5</a>).</p>
${pictures.map(({ title, svg, told }) => html`<h2><code>${title}</code></h2>${new Safe(figureOf(title, svg))}<details><summary>In words</summary><ol>${told.map((one) => html`<li>${one}</li>`)}</ol></details>`)}`;
  return {
    out: "see/hooks.html",
    langs: ["en"],
    title: () => title,
    figure: () => (whole === undefined ? "" : figureOf(whole.title, whole.svg)),
    page: () => page.text,
  };
}

async function roundsPicture(): Promise<SeePicture> {
  const { svg, told } = await loopPicture();
  const title = "A few rounds of the event loop";
  const page = html`<h1>${title}</h1>
<p>Recorded when this site was built: an event loop of day 1 with a source that signals twice, a message from another place, and a timeout. In each round come every <code>ready</code>, then <code>notify</code>, then the timeouts that are due, and last of all <code>tick</code> (<a href="../day1/06-round.html">lesson 1.6</a>).</p>
${new Safe(figureOf("Rounds of the loop", svg))}
<h2>In words</h2>
<ol>${told.map((one) => html`<li>${one}</li>`)}</ol>`;
  return {
    out: "see/loop.html",
    langs: ["en"],
    title: () => title,
    figure: () => figureOf("Rounds of the loop", svg),
    page: () => page.text,
  };
}
