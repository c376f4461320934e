/**
 * What a picture of a failed socket test shows, before it is drawn: time downwards, client and server side by side, an
 * arrow for each piece of bytes, and what was missing. Pure; drawn by picture-svg.ts and picture-text.ts.
 */
import { toBuffer, visible } from "../../tests/support/bytes.ts";
import type { WireEntry } from "../../tests/support/wire-record.ts";
import { bytesOf } from "./bytes-told.ts";

export interface Failure {
  readonly lesson: string;
  readonly test: string;
  /** What an assertion compared, where it compared text. */
  readonly actual: string | null;
  readonly expected: string | null;
  readonly wire: readonly WireEntry[];
}

export interface Arrow {
  readonly kind: "arrow";
  readonly to: "server" | "client";
  readonly text: string;
  /** Milliseconds since the first thing that happened. */
  readonly at: number;
  /** It never came: drawn in red. */
  readonly isMissing: boolean;
}

/** A line of text between the two, for what is no piece of bytes. */
export interface Note {
  readonly kind: "note";
  readonly text: string;
  readonly at: number;
  readonly isMissing: boolean;
}

export interface Lane {
  readonly client: number;
  readonly rows: readonly (Arrow | Note)[];
}

export interface Picture {
  readonly title: string;
  readonly lanes: readonly Lane[];
}

/** A picture is looked at, not read: of many clients the last ones, of many pieces the last ones. */
const MOST_CLIENTS = 3;
const MOST_ROWS = 24;
const LONGEST = 44;

/** Null when nothing went over a wire. */
export function planPicture(failure: Failure): Picture | null {
  const { wire, lesson, test } = failure;
  const clients = [...new Set(wire.map(({ client }) => client))].slice(-MOST_CLIENTS);
  if (clients.length === 0) return null;
  const begun = wire[0]?.at ?? 0;
  const compared = comparedClient(failure, clients);
  const lanes = clients.map((client) => {
    const rows = wire
      .filter((entry) => entry.client === client)
      .map((entry) => rowOf(entry, entry.at - begun));
    const all = [...rows, ...(client === compared ? comparedRows(failure, rows.at(-1)?.at ?? 0) : [])];
    const left = all.length - MOST_ROWS;
    const note: Note = { kind: "note", text: `… ${left} earlier`, at: 0, isMissing: false };
    return { client, rows: left > 0 ? [note, ...all.slice(-MOST_ROWS)] : all };
  });
  return { title: `lesson ${lesson}: ${test}`, lanes };
}

/** The client that got what is compared; where that cannot be told, the last one. */
function comparedClient({ actual, wire }: Failure, clients: readonly number[]): number | undefined {
  const got = (client: number) => actual !== null && bytesOf(wire, "came", client).includes(actual);
  return (actual === "" ? undefined : clients.findLast(got)) ?? clients.at(-1);
}

function rowOf(entry: WireEntry, at: number): Arrow | Note {
  const note = (text: string, isMissing = false): Note => ({ kind: "note", text, at, isMissing });
  const arrow = (to: Arrow["to"], text: string, isMissing = false): Arrow => ({
    kind: "arrow",
    to,
    text,
    at,
    isMissing,
  });
  switch (entry.kind) {
    case "connected":
      return note("connected");
    case "sent":
      return arrow("server", piece(entry.bytes, entry.size));
    case "came":
      return arrow("client", piece(entry.bytes, entry.size));
    case "end sent":
      return arrow("server", "(end)");
    case "end came":
      return arrow("client", "(end)");
    case "reset sent":
      return arrow("server", "(reset)");
    case "closed":
      return note(entry.error === null ? "closed" : `closed: ${entry.error}`);
    case "missing":
      return arrow("client", `${short(entry.what)} (${entry.why})`, true);
  }
}

/** What came is there as arrows: what should have come is the red one. */
function comparedRows({ actual, expected }: Failure, at: number): (Arrow | Note)[] {
  if (actual === null || expected === null || actual === expected) return [];
  let first = 0;
  while (first < actual.length && first < expected.length && actual[first] === expected[first]) first += 1;
  const text = `${piece(expected.slice(Math.max(0, first - 10)), toBuffer(expected).length)} expected`;
  return [
    { kind: "arrow", to: "client", text, at, isMissing: true },
    { kind: "note", text: `the first ${first} bytes are right`, at, isMissing: true },
  ];
}

function piece(bytes: string, size: number): string {
  return `${short(visible(bytes))} (${size})`;
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
