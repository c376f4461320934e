/** Small builders for HTML trees, and the text of pages around them. Pure. */
import type { Element, ElementContent } from "hast";

type Child = ElementContent | string | null | false;

/** An element; `attributes` are hast's names: className, ariaLabel. */
export function h(tagName: string, attributes: Element["properties"], ...children: Child[]): Element {
  const content = children.flatMap((child): ElementContent[] => {
    if (child === null || child === false || child === "") return [];
    return [typeof child === "string" ? { type: "text", value: child } : child];
  });
  return { type: "element", tagName, properties: attributes, children: content };
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

/** A template whose values are escaped, but for what is `Safe` already. Lists are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Safe {
  let text = strings[0] ?? "";
  for (const [index, value] of values.entries()) text += show(value) + (strings[index + 1] ?? "");
  return new Safe(text);
}

/** Text that is HTML already. */
export class Safe {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function show(value: unknown): string {
  if (value instanceof Safe) return value.text;
  if (Array.isArray(value)) return value.map(show).join("");
  if (value === null || value === undefined || value === false) return "";
  return escapeHtml(String(value));
}
