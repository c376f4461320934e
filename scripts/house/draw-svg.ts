/**
 * drawSvg: the layers as a picture. A layer is a row of boxes. An arrow to the row below goes straight down; one that
 * passes rows takes a lane of its own beside them, so that it crosses no box.
 */

import { directArrows, type Plan } from "./plan.ts";

const BOX = { width: 132, height: 34 };
const ROW = 74;
const GAP = 16;
const LANE = 14;

interface Place {
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

/** Ends with a line feed. The same plan gives the same text. */
export function drawSvg(plan: Plan): string {
  const rows = [...plan.layers].reverse();
  const widest = Math.max(...rows.map((row) => row.length));
  const middle = (widest * (BOX.width + GAP)) / 2;
  const places = new Map<string, Place>();
  for (const [row, rooms] of rows.entries()) {
    for (const [at, { name }] of rooms.entries()) {
      const x = middle + (at - (rooms.length - 1) / 2) * (BOX.width + GAP);
      places.set(name, { row, x, y: 20 + row * ROW });
    }
  }
  const arrows = [...directArrows(plan)].flatMap(([from, below]) =>
    below.map((to) => [places.get(from) as Place, places.get(to) as Place] as const),
  );
  const long = arrows.filter(([from, to]) => to.row - from.row > 1);
  const right = 2 * middle;
  const width = Math.round(right + (long.length + 1) * LANE + 10);
  const height = 20 + rows.length * ROW - (ROW - BOX.height) + 20;
  const paths = [
    ...arrows.filter(([from, to]) => to.row - from.row === 1).map(([from, to]) => straight(from, to)),
    ...long.map(([from, to], lane) => around(from, to, lane, right)),
  ];
  const boxes = [...places].map(([name, place]) => box(name, place));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    "<title>The layers of the framework: an arrow points to what a room stands on</title>",
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#57606a"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    '<g fill="none" stroke="#57606a">',
    ...paths.map((path) => `<path d="${path}" marker-end="url(#tip)"/>`),
    "</g>",
    '<g font-family="ui-monospace, monospace" font-size="13" text-anchor="middle">',
    ...boxes,
    "</g>",
    "</svg>",
  ].join("\n")}\n`;
}

function box(name: string, { x, y }: Place): string {
  const left = x - BOX.width / 2;
  const frame = `<rect x="${left}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="5" fill="#f6f8fa" stroke="#57606a"/>`;
  return `${frame}<text x="${x}" y="${y + 22}" fill="#1f2328">${name}</text>`;
}

/** From the box down to one of the next row; its foot leans towards where it comes from. */
function straight(from: Place, to: Place): string {
  const foot = to.x + clamp((from.x - to.x) / 4, 40);
  const head = from.x + clamp((to.x - from.x) / 4, 40);
  return `M${round(head)} ${from.y + BOX.height} ${round(foot)} ${to.y - 1}`;
}

/** Into the gap below, out to the lane, down, and back in through the gap above the other. */
function around(from: Place, to: Place, lane: number, right: number): string {
  const x = right + lane * LANE;
  const out = from.y + BOX.height + 8 + (lane % 3) * 5;
  const back = to.y - 12 - (lane % 3) * 4;
  const head = from.x + 30 + (lane % 3) * 10;
  const foot = to.x + 24 + (lane % 4) * 10;
  return `M${round(head)} ${from.y + BOX.height}V${out}H${x}V${back}H${round(foot)}V${to.y - 1}`;
}

function clamp(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
