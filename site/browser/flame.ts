/**
 * The flame graph's page: a look closer by mouse and by keys, search, and the share of each box. The boxes are in the page
 * already, with their places in the whole; here they are only moved.
 */
import { labelFor, percent, WIDTH } from "../see/flame-draw.ts";

interface Box {
  readonly shape: SVGRectElement;
  readonly label: SVGTextElement;
  readonly name: string;
  /** Parts of the whole. */
  readonly x: number;
  readonly width: number;
  readonly self: number;
  readonly depth: number;
}

const one = <Kind extends Element>(selector: string) => document.querySelector<Kind>(selector) as Kind;
const picture = one<SVGSVGElement>("#flame svg");
const told = one<HTMLElement>("#flame-told");
const form = one<HTMLFormElement>("#flame-search");
const asked = one<HTMLInputElement>("#flame-search input");
/** Parts of a millionth, as numbers have them. */
const TINY = 1e-7;

const labels = [...picture.querySelectorAll<SVGTextElement>(".labels text")];
const boxes: readonly Box[] = [...picture.querySelectorAll<SVGRectElement>(".frame")].map((shape, index) => {
  const { name = "", x, width, self, depth } = shape.dataset;
  const label = labels[index] as SVGTextElement;
  return { shape, label, name, x: Number(x), width: Number(width), self: Number(self), depth: Number(depth) };
});
const [root] = boxes as [Box];
/** As wide as the picture. */
let closest = root;
/** The one that the keys are at. */
let current = root;

const inside = (box: Box, of: Box) => box.x >= of.x - TINY && box.x + box.width <= of.x + of.width + TINY;
const isShown = (box: Box) => box.shape.getAttribute("display") !== "none";
const words = (pattern: string | undefined, values: Record<string, string>) =>
  (pattern ?? "").replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
const describe = ({ name, width, self }: Box) =>
  `${name}: ${words(told.dataset.share, { total: percent(width), self: percent(self) })}`;

/** What lies above it is as wide as the picture too, what lies beside it is gone. */
function lookAt(box: Box): void {
  closest = box;
  for (const each of boxes) {
    const isAbove = each.depth < box.depth && inside(box, each);
    const isIn = each.depth >= box.depth && inside(each, box);
    for (const part of [each.shape, each.label])
      if (isAbove || isIn) part.removeAttribute("display");
      else part.setAttribute("display", "none");
    if (!isAbove && !isIn) continue;
    const left = isAbove ? 0 : ((each.x - box.x) / box.width) * WIDTH;
    const width = Math.max(0.5, (isAbove ? 1 : each.width / box.width) * WIDTH - 0.6);
    each.shape.setAttribute("x", left.toFixed(1));
    each.shape.setAttribute("width", width.toFixed(1));
    each.label.setAttribute("x", (left + 3).toFixed(1));
    each.label.textContent = labelFor(each.name.split(", ")[0] ?? "", width);
  }
  if (!isShown(current)) moveTo(box);
}

/** One box is a stop for the keys; the arrows lead to the others. */
function moveTo(box: Box, withFocus = false): void {
  current.shape.setAttribute("tabindex", "-1");
  box.shape.setAttribute("tabindex", "0");
  current = box;
  if (withFocus) box.shape.focus();
}

function neighbour(key: string): Box | undefined {
  const shown = boxes.filter(isShown);
  const row = shown.filter(({ depth }) => depth === current.depth).sort((a, b) => a.x - b.x);
  const at = row.indexOf(current);
  switch (key) {
    case "ArrowDown":
      return shown.find((box) => box.depth === current.depth + 1 && inside(box, current));
    case "ArrowUp":
      return shown.find((box) => box.depth === current.depth - 1 && inside(current, box));
    case "ArrowLeft":
      return row[at - 1];
    case "ArrowRight":
      return row[at + 1];
    case "Home":
      return root;
    default:
      return undefined;
  }
}

function search(): void {
  const word = asked.value.trim().toLowerCase();
  const found = boxes.filter(({ name }) => word !== "" && name.toLowerCase().includes(word));
  for (const box of boxes) box.shape.classList.toggle("found", found.includes(box));
  // What lies below a box that was found has been counted with it.
  const outermost = found.filter(
    (box) => !found.some((other) => other.depth < box.depth && inside(box, other)),
  );
  const total = outermost.reduce((sum, { width }) => sum + width, 0);
  const values = { count: String(found.length), total: percent(total) };
  if (word !== "")
    told.textContent = found.length === 0 ? (told.dataset.none ?? "") : words(told.dataset.found, values);
}

// Without this program it is one picture; with it, each box is something to press.
picture.setAttribute("role", "group");
for (const box of boxes) {
  const { shape } = box;
  shape.setAttribute("role", "button");
  shape.setAttribute("tabindex", "-1");
  shape.setAttribute("aria-label", describe(box));
  const tell = () => {
    told.textContent = describe(box);
  };
  shape.addEventListener("mouseenter", tell);
  shape.addEventListener("focus", tell);
  shape.addEventListener("click", () => {
    lookAt(closest === box ? root : box);
    moveTo(box);
  });
}
moveTo(root);
picture.addEventListener("keydown", (event) => {
  const next = neighbour(event.key);
  if (event.key === "Enter" || event.key === " ") lookAt(closest === current ? root : current);
  else if (event.key === "Escape") lookAt(root);
  else if (next === undefined) return;
  else moveTo(next, true);
  event.preventDefault();
});
asked.addEventListener("input", search);
form.addEventListener("submit", (event) => event.preventDefault());
one<HTMLButtonElement>("#flame-search button").addEventListener("click", () => lookAt(root));
form.hidden = false;
