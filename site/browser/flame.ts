/**
 * The flame graph's page: a look closer by mouse and by keys, search, and the share of each box. The boxes are in the page
 * already, with their places in the whole; here they are only moved.
 */
import { labelFor, percent, WIDTH } from "../see/flame-draw.ts";

interface Box {
  readonly group: SVGGElement;
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

const boxes: readonly Box[] = [...picture.querySelectorAll<SVGGElement>(".frame")].map((group) => {
  const { name = "", x, width, self, depth } = group.dataset;
  return { group, name, x: Number(x), width: Number(width), self: Number(self), depth: Number(depth) };
});
const [root] = boxes as [Box];
/** As wide as the picture. */
let closest = root;
/** The one that the keys are at. */
let current = root;

const inside = (box: Box, of: Box) => box.x >= of.x - TINY && box.x + box.width <= of.x + of.width + TINY;
const isShown = (box: Box) => box.group.getAttribute("display") !== "none";
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
    if (!isAbove && !isIn) {
      each.group.setAttribute("display", "none");
      continue;
    }
    each.group.removeAttribute("display");
    const left = isAbove ? 0 : ((each.x - box.x) / box.width) * WIDTH;
    const width = Math.max(0.5, (isAbove ? 1 : each.width / box.width) * WIDTH - 0.6);
    const [rect, label] = each.group.children as unknown as [SVGRectElement, SVGTextElement];
    rect.setAttribute("x", left.toFixed(1));
    rect.setAttribute("width", width.toFixed(1));
    label.setAttribute("x", (left + 3).toFixed(1));
    label.textContent = labelFor(each.name.split(", ")[0] ?? "", width);
  }
  if (!isShown(current)) moveTo(box);
}

/** One box is a stop for the keys; the arrows lead to the others. */
function moveTo(box: Box, withFocus = false): void {
  current.group.setAttribute("tabindex", "-1");
  box.group.setAttribute("tabindex", "0");
  current = box;
  if (withFocus) box.group.focus();
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
  for (const box of boxes) box.group.classList.toggle("found", found.includes(box));
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
  const { group } = box;
  group.setAttribute("role", "button");
  group.setAttribute("tabindex", "-1");
  group.setAttribute("aria-label", describe(box));
  const tell = () => {
    told.textContent = describe(box);
  };
  group.addEventListener("mouseenter", tell);
  group.addEventListener("focus", tell);
  group.addEventListener("click", () => {
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
