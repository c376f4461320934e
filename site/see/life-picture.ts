/**
 * The life of a connection as a space-time picture: two lives, bytes between them, frames at the server's, and beside it
 * a band for the permit and for each deadline. Pure. Called by life-page.ts.
 */

import type { Band } from "./life-notes.ts";
import type { LifeEvent } from "./life-record.ts";
import { firstLine, type LifeWords, tellEvent } from "./life-words.ts";
import { arrow, box, line, svg, text } from "./svg.ts";

const CLIENT = 66;
const SERVER = 336;
const FRAMES = SERVER + 14;
const BANDS = SERVER + 128;
/** Head, body and keep-alive are one deadline, which moves: they stand in one column. Each has room for its words. */
const COLUMNS: readonly {
  readonly name: "permit" | "read" | "handler" | "write" | "linger";
  readonly width: number;
}[] = [
  { name: "permit", width: 54 },
  { name: "read", width: 126 },
  { name: "handler", width: 66 },
  { name: "write", width: 84 },
  { name: "linger", width: 56 },
];
const columnOf = (band: Band) => (band === "head" || band === "body" || band === "keepAlive" ? "read" : band);
const TOP = 56;
const ROW = 34;

interface Row {
  readonly ms: number;
  /** What goes over the wire or is made of it; null where only bands change. */
  readonly event: LifeEvent | null;
  readonly y: number;
}

export function lifePicture(happened: readonly LifeEvent[], title: string, words: LifeWords): string {
  // The accept is where time begins: what is set at it stands in its row.
  const events = [...happened].sort(
    (a, b) => a.ms - b.ms || Number(b.kind === "connected") - Number(a.kind === "connected"),
  );
  const used = new Set(events.flatMap((one) => ("band" in one ? [columnOf(one.band)] : [])));
  const columns = COLUMNS.filter(({ name }) => used.has(name));
  const rows: Row[] = [];
  const bands: string[] = [];
  const open = new Map<Band, { readonly y: number; readonly ms: number }>();
  const lefts = new Map<string, number>();
  let right = BANDS;
  for (const { name, width } of columns) {
    lefts.set(name, right);
    right += width;
  }
  for (const event of events) {
    const isBand = "band" in event;
    const last = rows.at(-1);
    if (last === undefined || !isBand || last.ms !== event.ms || event.kind === "expires")
      rows.push({ ms: event.ms, event: isBand ? null : event, y: TOP + rows.length * ROW });
    if (!isBand) continue;
    const y = rows.at(-1)?.y ?? TOP;
    if (event.kind === "begins") open.set(event.band, { y, ms: event.for });
    else bands.push(...bandOf(lefts.get(columnOf(event.band)) ?? 0, open.get(event.band), y, event, words));
  }
  const height = TOP + rows.length * ROW + 8;
  const parts = [
    text(CLIENT, 24, words.client, "head", "middle"),
    text(SERVER, 24, words.server, "head", "middle"),
    line(CLIENT, 34, CLIENT, height),
    line(SERVER, 34, SERVER, height),
    ...columns.map(({ name }) => text(lefts.get(name) ?? 0, 24, words.columns[name], "small head")),
    ...rows.flatMap((row) => rowOf(row, words)),
    ...bands,
  ];
  const description = events.map((one) => `${words.unit(one.ms)}: ${tellEvent(one, words)}`).join("; ");
  return svg({ width: right, height: height + 6, title, description, parts, fits: "page" });
}

function bandOf(
  x: number,
  begun: { readonly y: number; readonly ms: number } | undefined,
  y: number,
  { kind, band }: { readonly kind: "is over" | "expires"; readonly band: Band },
  words: LifeWords,
): string[] {
  const from = begun?.y ?? TOP;
  const isReached = kind === "expires";
  const end = Math.max(from + 8, y - 3);
  const name = columnOf(band) === band ? "" : `${words.bands[band]} `;
  const time = begun?.ms === 0 || begun === undefined ? "" : name + words.unit(begun.ms);
  return [
    box(x, from, 16, end - from, `band ${isReached ? "dead" : begun?.ms === 0 ? "permit" : ""}`),
    text(x + 22, from + 12, time, "small"),
    ...(isReached ? [text(x + 22, end, words.expired, "small head")] : []),
  ];
}

function rowOf({ ms, event, y }: Row, words: LifeWords): string[] {
  const time = text(CLIENT - 14, y + 6, words.unit(ms), "small", "end");
  if (event === null) return [time];
  if (event.kind === "head" || event.kind === "piece")
    return [box(SERVER - 5, y - 4, 10, 10, "box end"), text(FRAMES, y + 5, tellEvent(event, words), "small")];
  const isOurs = event.kind === "sent" || event.kind === "we ended" || event.kind === "connected";
  const [from, to] = isOurs ? [CLIENT, SERVER] : [SERVER, CLIENT];
  const style =
    event.kind === "came"
      ? "edge on"
      : event.kind === "it reset"
        ? "edge dead"
        : event.kind === "sent"
          ? "edge"
          : "edge later";
  // Time goes on while bytes travel: an arrow falls a little.
  return [
    time,
    arrow(from, y - 2, to, y + 6, style),
    text((CLIENT + SERVER) / 2, y - 7, wireWords(event, words), "small", "middle"),
  ];
}

function wireWords(event: LifeEvent, words: LifeWords): string {
  if (event.kind === "sent" || event.kind === "came")
    return `${firstLine(event.text)} · ${words.bytes(event.text.length)}`;
  return event.kind === "connected" ||
    event.kind === "we ended" ||
    event.kind === "it ended" ||
    event.kind === "it reset"
    ? words[event.kind]
    : "";
}
