/**
 * What was sent, what came and what was expected, as lines: bytes visible, and a mark under the first one that differs.
 * Called by tell.ts. Pure.
 */

import { toBuffer, visible } from "../../tests/support/bytes.ts";
import type { WireEntry } from "../../tests/support/wire-record.ts";

/** How much is shown before and behind the first difference, in signs. */
const WINDOW = 60;

/** The bytes of all pieces of one kind, of one client. */
export function bytesOf(wire: readonly WireEntry[], kind: "sent" | "came", client: number): string {
  return wire
    .flatMap((entry) => (entry.kind === kind && entry.client === client ? [entry.bytes] : []))
    .join("");
}

/** The client that says most about a failure: the one that waited in vain, else the last that got or sent anything. */
export function tellingClient(wire: readonly WireEntry[]): number | null {
  const missing = wire.findLast(({ kind }) => kind === "missing");
  return (missing ?? wire.findLast(({ kind }) => kind === "sent" || kind === "came"))?.client ?? null;
}

/** "sent      …": the last of it, where it is long. */
export function sentLine(bytes: string): string {
  return `sent      ${excerpt(bytes, Math.max(0, bytes.length - 2 * WINDOW))}`;
}

/** Three lines: came, expected, and a mark under the first byte that differs. */
export function comparedLines(came: string, expected: string): string[] {
  let at = 0;
  while (at < came.length && at < expected.length && came[at] === expected[at]) at += 1;
  const from = Math.max(0, at - WINDOW);
  const mark = " ".repeat((from > 0 ? 1 : 0) + visible(came.slice(from, at)).length);
  const what =
    at >= came.length ? "ends here" : at >= expected.length ? "should end here" : `byte ${at + 1} differs`;
  return [
    `came      ${excerpt(came, from)}`,
    `expected  ${excerpt(expected, from)}`,
    `          ${mark}^ ${what}`,
  ];
}

/** From `from` on, with its length. */
function excerpt(bytes: string, from: number): string {
  if (bytes === "") return "(nothing)";
  const part = bytes.slice(from, from + 2 * WINDOW);
  const before = from > 0 ? "…" : "";
  const behind = from + part.length < bytes.length ? "…" : "";
  const size = toBuffer(bytes).length;
  return `${before}${visible(part)}${behind} (${size} ${size === 1 ? "byte" : "bytes"})`;
}
