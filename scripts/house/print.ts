/** figureLines: the figures for a terminal. Called by scripts/house.ts. */

import { type Bound, boundsOf, isKept } from "./bounds.ts";
import { type Counts, commentShare, type Figures } from "./figures.ts";

const number = (value: number) => value.toLocaleString("en-US");

export function figureLines(figures: Figures): string[] {
  const { days, rooms, way, circles, small } = figures;
  return [
    ...table(
      ["day", "files", "lines", "code", "comments", "new files", "new lines", "new code"],
      days.flatMap((day) => [
        [`day ${day.day}`, ...counted(day), number(day.newFiles), number(day.newLines), number(day.newCode)],
        ...day.parts.map((part) => [`  ${part.name}`, ...counted(part), "", "", ""]),
      ]),
    ),
    "",
    ...table(
      ["room", "files", "lines", "code", "comments"],
      rooms.map((room) => [room.room, ...counted(room)]),
    ),
    "",
    `One GET with one hook passes ${way.files} files, and ${way.calls} calls of their functions:`,
    ...way.rooms.map(([room, files]) => `  ${room} ${files.length}: ${files.map(baseName).join(", ")}`),
    "",
    `Circles of files that load each other: ${circles.loading.length}; of types only: ${circles.ofTypes.length}`,
    ...circles.loading.map((circle) => `  loading: ${circle.join(" → ")}`),
    ...circles.ofTypes.map((circle) => `  types: ${circle.join(" → ")}`),
    "",
    `Files below 20 lines: ${small.length}`,
    ...small.map(([file, lines]) => `  ${file} ${lines}`),
    "",
    ...boundsOf(figures).map(boundLine),
  ];
}

function counted(counts: Counts): string[] {
  const share = `${commentShare(counts).toFixed(1)} %`;
  return [number(counts.files), number(counts.lines), number(counts.code), share];
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

function boundLine(bound: Bound): string {
  const { what, value, least, most, kind } = bound;
  const range = least === undefined ? `at most ${number(most ?? 0)}` : `at least ${number(least)}`;
  const mark = isKept(bound) ? "✔" : kind === "limit" ? "✖" : "·";
  return `${mark} ${what}: ${number(value)} (${kind}: ${range})`;
}

/** Words to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [head, ...rows].map(line);
}
