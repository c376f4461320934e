/** Measurements as bars. Called for each table of the pages with figures, and by speed-page.ts for some of them. Pure. */
import type { Element, ElementContent } from "hast";
import { h } from "../make/html.ts";
import { box, svg, text } from "./svg.ts";

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Painted as ours. */
  readonly isOwn: boolean;
}

const ROW = 24;
const LENGTH = 260;
/** Of a letter, about: what stands at the left needs so much. */
const SIGN = 7;
/** For the number behind the longest bar. */
const NUMBERS = 66;

/** A Chinese letter takes the room of two. */
const widthOf = (name: string) => SIGN * [...name].reduce((sum, one) => sum + (one > "\u2fff" ? 2 : 1), 0);

/** `unit` says what the numbers are. */
export function drawBars(unit: string, bars: readonly Bar[]): string {
  const names = Math.max(...bars.map(({ name }) => widthOf(name) + 16));
  const most = Math.max(...bars.map(({ value }) => value));
  const parts = bars.flatMap(({ name, value, isOwn }, index) => {
    const y = 8 + index * ROW;
    const length = Math.max(1, (value / most) * LENGTH);
    return [
      text(names - 8, y + 14, name, "label small", "end"),
      box(names, y, length, ROW - 7, isOwn ? "bar own" : "bar"),
      text(names + length + 6, y + 14, value.toLocaleString("en"), "small"),
    ];
  });
  return svg({
    width: names + LENGTH + NUMBERS,
    height: 16 + bars.length * ROW,
    title: unit,
    description: bars.map(({ name, value }) => `${name} ${value}`).join(", "),
    parts,
    fits: "phone",
  });
}

/** The SVG of a table whose first column has names and whose second has numbers; null for any other. */
export function barsOf(table: Element): string | null {
  const rows = elements(table, "tr").map((row) =>
    elements(row, "th", "td").map((cell) => textOf(cell).trim()),
  );
  const [head, ...body] = rows;
  const unit = head?.[1] ?? "";
  const bars = body.flatMap(([name = "", cell = ""]) => {
    const value = numberOf(cell);
    return value === null ? [] : [{ name, value, isOwn: name === "ray" }];
  });
  const isFull = bars.length === body.length && bars.length >= 3;
  return isFull && /requests\/s|ns|µs|look-ups/.test(unit) ? drawBars(unit, bars) : null;
}

/** "184,956", "0.83 µs"; null for what is no number. */
export function numberOf(cell: string): number | null {
  const plain = /^\**([\d,.]+)/.exec(cell)?.[1]?.replaceAll(",", "");
  const value = Number(plain);
  return plain === undefined || Number.isNaN(value) ? null : value;
}

function elements(node: Element, ...names: string[]): Element[] {
  return node.children.flatMap((child) => {
    if (child.type !== "element") return [];
    return names.includes(child.tagName) ? [child] : elements(child, ...names);
  });
}

function textOf(node: ElementContent): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

export function barFigure(picture: string): Element {
  const region = { className: ["scroll"], tabIndex: 0, role: "group", ariaLabel: "The table as bars" };
  return h(
    "figure",
    { className: ["drawn"] },
    h("div", region, { type: "raw", value: picture } as unknown as ElementContent),
  );
}
