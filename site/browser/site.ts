/**
 * What every page does beyond being read: the scheme, copying, the search, what was read, the drawer on narrow screens.
 * Nothing here is needed to read.
 */
import { here } from "./here.js";
import { chooseScheme, chosenScheme, type Scheme } from "./scheme.ts";

import { showTypes } from "./types.ts";

const root = document.documentElement;
const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const address = (name: string) => new URL(`${root.dataset.base}assets/${name}`, location.href).href;

const scheme = document.querySelector<HTMLSelectElement>("#scheme");
if (scheme !== null) {
  scheme.value = chosenScheme();
  scheme.addEventListener("change", () => chooseScheme(scheme.value as Scheme));
}

/** What one would type: of a change, the lines that are there afterwards. */
function textOf(figure: Element): string {
  const lines = [...figure.querySelectorAll(".line:not(.near):not(.del):not(.gap)")];
  const isTerminal = figure.classList.contains("console");
  const own = isTerminal ? lines.filter((line) => line.classList.contains("typed")) : lines;
  return own
    .map((line) => (isTerminal ? line.querySelector("kbd") : line)?.textContent ?? "")
    .join(isTerminal ? "\n" : "");
}

for (const button of all("button.copy")) {
  const word = button.textContent ?? "";
  button.addEventListener("click", async () => {
    const figure = button.closest("figure");
    if (figure !== null) await navigator.clipboard.writeText(textOf(figure));
    button.textContent = document.querySelector<HTMLElement>("article")?.dataset.copied ?? word;
    setTimeout(() => {
      button.textContent = word;
    }, 1500);
  });
}

// What does not scroll need not be a stop for one who goes by keys.
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = target as HTMLElement;
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
});
for (const box of all("pre, .scroll")) sizes.observe(box);

// Where they stand above the text, the contents begin folded.
for (const [width, selector] of [
  ["60rem", ".drawer"],
  ["85rem", ".toc details"],
] as const)
  if (matchMedia(`(max-width: ${width})`).matches)
    for (const fold of all(selector)) fold.removeAttribute("open");
// Not by scrollIntoView: the keys would begin there, behind the link that skips the contents.
const current = all('.side [aria-current="page"]')[0];
const side = current?.closest<HTMLElement>(".side");
if (current !== undefined && side)
  side.scrollTop = current.offsetTop - side.offsetTop - side.clientHeight / 2;

// On paper everything is open, and afterwards as it was.
let opened: HTMLElement[] = [];
addEventListener("beforeprint", () => {
  opened = all("article details:not([open])");
  for (const fold of opened) fold.setAttribute("open", "");
});
addEventListener("afterprint", () => {
  for (const fold of opened) fold.removeAttribute("open");
});

// Whoever has chosen reads why.
for (const choice of all(".choices input")) {
  choice.addEventListener("change", () => {
    const answers = choice.closest("fieldset")?.nextElementSibling;
    answers?.setAttribute("open", "");
    const value = Number((choice as HTMLInputElement).value);
    const text = choice.parentElement?.querySelector("code")?.textContent;
    const items = [...(answers?.querySelectorAll("li") ?? [])];
    for (const [index, item] of items.entries()) {
      const first = item.querySelector("code")?.textContent;
      item.classList.toggle("chosen", first === text || (first === undefined && index === value));
    }
  });
}

/** Lessons whose end was on the screen, by their numbers. */
function readLessons(): Set<string> {
  try {
    return new Set(JSON.parse(localStorage.getItem("ray-read") ?? "[]"));
  } catch {
    return new Set();
  }
}

function showRead(): void {
  const read = readLessons();
  for (const link of all("[data-lesson]")) link.classList.toggle("read", read.has(link.dataset.lesson ?? ""));
}

const page = document.body.dataset.page;
const end = document.querySelector(".neighbours");
if (page !== undefined && end !== null) {
  new IntersectionObserver(([entry]) => {
    if (entry?.isIntersecting !== true) return;
    try {
      localStorage.setItem("ray-read", JSON.stringify([...readLessons().add(page)]));
    } catch {
      // It is not kept, then.
    }
    showRead();
  }).observe(end);
}
showRead();

const find = document.querySelector<HTMLInputElement>("#find");
if (find !== null) {
  const wake = async () => {
    const { startSearch } = await import(address("search.js"));
    startSearch(find);
  };
  find.addEventListener("focus", wake, { once: true });
  addEventListener("keydown", (event) => {
    if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    find.focus();
    find.select();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked !== null && location.pathname.endsWith("/search.html")) {
    find.value = asked;
    find.focus();
  }
}

showTypes();

if (here) {
  root.classList.add("served");
  await import(address("live.js"));
}
