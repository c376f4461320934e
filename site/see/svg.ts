/** SVG as text, with classes for its colours: the pages' own style sheet paints it, in light and dark. Pure. */
import { escapeHtml } from "../make/html.ts";

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** The same in words, for one who does not see it. */
  readonly description: string;
  readonly parts: readonly string[];
  /** It becomes smaller where there is less room, down to the width at which it can still be read: style.css has it. */
  readonly fits?: "page" | "phone";
}

let count = 0;

export function svg({ width, height, title, description, parts, fits }: Drawing): string {
  count += 1;
  const id = `picture-${count}`;
  return [
    `<svg class="picture${fits === undefined ? "" : ` fits-${fits}`}" role="img" aria-labelledby="${id}-title ${id}-text" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-text">${escapeHtml(description)}</desc>`,
    ...parts,
    "</svg>",
  ].join("");
}

export function text(x: number, y: number, words: string, className = "", anchor = "start"): string {
  return `<text x="${round(x)}" y="${round(y)}" class="${className}" text-anchor="${anchor}">${escapeHtml(words)}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, className = "edge"): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="${className}"/>`;
}

export function box(x: number, y: number, width: number, height: number, className = "box"): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="5" class="${className}"/>`;
}

/** `d`: a path of SVG, as it is. */
export function path(d: string, className = "edge"): string {
  return `<path d="${d}" class="${className}"/>`;
}

/** A straight line with a head at its end, along or down. */
export function arrow(x1: number, y1: number, x2: number, y2: number, className = "edge"): string {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [dx, dy] = [((x2 - x1) / length) * 8, ((y2 - y1) / length) * 8];
  const side = (sign: number) =>
    `${round(x2 - dx - (sign * dy) / 1.8)} ${round(y2 - dy + (sign * dx) / 1.8)}`;
  const head = path(`M${side(1)} L${round(x2)} ${round(y2)} L${side(-1)}`, `${className} head-of`);
  return line(x1, y1, x2, y2, className) + head;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
