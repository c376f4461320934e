/** A table of measurements as bars: drawn from the table's own cells. Called for the pages with figures. Pure. */
import type { Element, ElementContent } from "hast";
import { h } from "../make/html.ts";
import { box, svg, text } from "./svg.ts";

const ROW = 24;
const NAMES = 150;
const LENGTH = 360;

/** The SVG of a table whose first column has names and whose second has numbers; null for any other. */
export function barsOf(table: Element): string | null {
  const rows = elements(table, "tr").map((row) =>
    elements(row, "th", "td").map((cell) => textOf(cell).trim()),
  );
  const [head, ...body] = rows;
  const unit = head?.[1] ?? "";
  const values = body.map((cells) => ({ name: cells[0] ?? "", value: numberOf(cells[1] ?? "") }));
  if (
    values.length < 3 ||
    !/requests\/s|ns|µs|look-ups/.test(unit) ||
    values.some(({ value }) => value === null)
  )
    return null;
  const most = Math.max(...values.map(({ value }) => value ?? 0));
  const parts = values.flatMap(({ name, value }, index) => {
    const y = 8 + index * ROW;
    const length = Math.max(1, ((value ?? 0) / most) * LENGTH);
    return [
      text(NAMES - 8, y + 14, name, "label small", "end"),
      box(NAMES, y, length, ROW - 7, name === "ray" ? "bar own" : "bar"),
      text(NAMES + length + 6, y + 14, (value ?? 0).toLocaleString("en"), "small"),
    ];
  });
  const description = values.map(({ name, value }) => `${name} ${value}`).join(", ");
  return svg({
    width: NAMES + LENGTH + 90,
    height: 16 + values.length * ROW,
    title: unit,
    description,
    parts,
  });
}

/** "184,956", "0.83 µs". */
function numberOf(cell: string): number | null {
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
