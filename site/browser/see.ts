/** The walk through the trie, step by step. The trie is the router's own, in a bundle of its own: trie-walk.js. */

interface Trie {
  readonly nodes: readonly unknown[];
  walk(method: string, path: string): { readonly steps: readonly unknown[] };
}

interface TrieWalk {
  makeTrie(routes: string): Trie;
  drawTrie(
    nodes: readonly unknown[],
    steps: readonly unknown[],
    words: readonly string[],
    lang: string,
  ): string;
  tellWalk(nodes: readonly unknown[], walk: unknown, lang: string): string[];
}

const one = <Kind extends Element>(selector: string) => document.querySelector<Kind>(selector) as Kind;
const address = new URL(`${document.documentElement.dataset.base}assets/trie-walk.js`, location.href).href;
const { makeTrie, drawTrie, tellWalk }: TrieWalk = await import(address);

/** As trie-words.ts has it. */
const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
const form = one<HTMLFormElement>("#walk");
const routes = one<HTMLTextAreaElement>("#routes");
const picture = one<HTMLElement>("#trie");
const list = one<HTMLElement>("#walk-told");
const method = one<HTMLInputElement>("#walk input[name=method]");
const path = one<HTMLInputElement>("#walk input[name=path]");
/** How many steps of the walk are shown; Infinity: all. */
let shown = Number.POSITIVE_INFINITY;

function show(): void {
  try {
    const { nodes, walk } = makeTrie(routes.value);
    const whole = walk(method.value.trim().toUpperCase() || "GET", path.value);
    if (shown > whole.steps.length) shown = Number.POSITIVE_INFINITY;
    const words = tellWalk(nodes, whole, lang).slice(
      0,
      shown === Number.POSITIVE_INFINITY ? undefined : shown,
    );
    // The drawing has escaped what was typed.
    picture.innerHTML = drawTrie(nodes, whole.steps.slice(0, shown), words, lang);
    list.replaceChildren(
      ...words.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    list.replaceChildren(Object.assign(document.createElement("li"), { textContent: text }));
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  shown = Number.POSITIVE_INFINITY;
  show();
});
one<HTMLButtonElement>("#walk button[name=step]").addEventListener("click", () => {
  shown = shown === Number.POSITIVE_INFINITY ? 1 : shown + 1;
  show();
});
for (const field of [method, path]) field.addEventListener("input", show);
routes.addEventListener("input", show);
show();
