/**
 * A profile as a picture: a box is as wide as its share of the time, and what a function calls hangs below it. Pure.
 * Called by flame-page.ts; the page's program takes its sizes and labels from here.
 */
import { escapeHtml } from "../make/html.ts";
import { everyFrame, type Frame } from "./flame-tree.ts";
import { svg } from "./svg.ts";

export const WIDTH = 840;
export const ROW = 19;
const CHARACTER = 6.7;

/** A part of the whole as one reads it. */
export const percent = (part: number): string => `${(100 * part).toFixed(1)}\u00a0%`;

/** As much of a name as a box has room for. */
export function labelFor(name: string, width: number): string {
  const room = Math.floor((width - 6) / CHARACTER);
  if (name.length <= room) return name;
  return room < 4 ? "" : `${name.slice(0, room - 1)}…`;
}

/** "wake, http/h1/connection.ts": what a box is, in words. */
export const nameOf = ({ name, file }: Frame): string => (file === "" ? name : `${name}, ${file}`);

export function flameSvg(root: Frame, title: string, description: string): string {
  const frames = [...everyFrame(root)];
  const rows = Math.max(...frames.map(({ depth }) => depth)) + 1;
  const labels: string[] = [];
  const parts = frames.map((frame) => {
    const [x, width] = [frame.x / root.total, frame.total / root.total];
    const [left, wide] = [x * WIDTH, Math.max(0.5, width * WIDTH - 0.6)];
    const label = labelFor(frame.name, wide);
    const data = `data-x="${x.toFixed(6)}" data-width="${width.toFixed(6)}" data-depth="${frame.depth}" data-self="${(frame.self / root.total).toFixed(6)}"`;
    const y = frame.depth * ROW;
    // The label is no part of the box: what a box is called says more than there is room for.
    labels.push(`<text x="${(left + 3).toFixed(1)}" y="${y + 13}" class="small">${escapeHtml(label)}</text>`);
    return `<rect x="${left.toFixed(1)}" y="${y}" width="${wide.toFixed(1)}" height="${ROW - 1}" class="frame ${frame.layer}" ${data} data-name="${escapeHtml(nameOf(frame))}"/>`;
  });
  return svg({
    width: WIDTH,
    height: rows * ROW,
    title,
    description,
    fits: "page",
    parts: [...parts, ...hidden(labels)],
  });
}

const hidden = (labels: readonly string[]) => ['<g class="labels" aria-hidden="true">', ...labels, "</g>"];
