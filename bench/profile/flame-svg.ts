/**
 * A tree of calls as a flame graph: the width of a box is its share of the time, and what a function calls
 * stands on top of it. Plain SVG: it is shown wherever a picture is, and needs no script.
 */

import type { Call, Layer } from "./call-tree.ts";

const WIDTH = 1200;
const ROW = 17;
/** A narrower box could not be seen. */
const NARROWEST = 1.5;
const CHARACTER = 6.1;

const COLOURS: Record<Layer, string> = {
  ray: "#f4a261",
  node: "#a8c5da",
  native: "#c9d6df",
  gc: "#d9a5b3",
  program: "#e5e5e5",
};

const MEANINGS: Record<Layer, string> = {
  ray: "ray and the handler",
  node: "Node's JavaScript",
  native: "native code: system calls, regular expressions, strings",
  gc: "garbage collection",
  program: "the engine itself",
};

interface Box {
  readonly call: Call;
  readonly x: number;
  readonly depth: number;
  readonly width: number;
}

export function flameSvg(root: Call, title: string): string {
  const boxes: Box[] = [];
  place(root, 0, 0, boxes, WIDTH / root.total);
  const rows = Math.max(...boxes.map((box) => box.depth)) + 1;
  const height = (rows + 4) * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}" font-family="monospace" font-size="10">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="4" y="14" font-size="13">${escaped(title)}</text>`,
    ...legend(),
    ...boxes.map((box) => drawn(box, height, root.total)),
    "</svg>",
    "",
  ].join("\n");
}

function place(call: Call, x: number, depth: number, boxes: Box[], scale: number): void {
  const width = call.total * scale;
  if (width < NARROWEST) return;
  boxes.push({ call, x, depth, width });
  let left = x;
  for (const child of call.children) {
    place(child, left, depth + 1, boxes, scale);
    left += child.total * scale;
  }
}

function drawn({ call, x, depth, width }: Box, height: number, total: number): string {
  const y = height - (depth + 1) * ROW;
  const share = `${((100 * call.total) / total).toFixed(1)} %`;
  const room = Math.floor((width - 4) / CHARACTER);
  const label = room < 3 ? "" : call.name.length > room ? `${call.name.slice(0, room - 1)}…` : call.name;
  const box = `<rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(0.5, width - 0.5).toFixed(1)}" height="${ROW - 1}" fill="${COLOURS[call.layer]}"/>`;
  const text =
    label === "" ? "" : `<text x="${(x + 2).toFixed(1)}" y="${y + ROW - 5}">${escaped(label)}</text>`;
  return `<g><title>${escaped(`${call.name}, ${share}`)}</title>${box}${text}</g>`;
}

function legend(): string[] {
  let x = 4;
  return (Object.keys(COLOURS) as Layer[]).map((layer) => {
    const at = Math.round(x);
    x += 26 + MEANINGS[layer].length * CHARACTER;
    return `<rect x="${at}" y="22" width="10" height="10" fill="${COLOURS[layer]}"/><text x="${at + 14}" y="31">${escaped(MEANINGS[layer])}</text>`;
  });
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
