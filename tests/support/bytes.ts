/**
 * Bytes made visible: CR LF prints as ␍␊ and every other byte that has no picture as \xNN. Used by
 * whatever compares or reports what went over a socket.
 */

import { AssertionError } from "node:assert/strict";

type Bytes = Uint8Array | string;

/** How much is shown on either side of the first difference. */
const WINDOW = 48;

/** One byte, as a code from 0 to 255, the way a reader can see it. */
function visibleByte(byte: number): string {
  if (byte === 0x0d) return "␍";
  if (byte === 0x0a) return "␊";
  if (byte === 0x5c) return "\\\\";
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}

/** Strings stand for their latin1 bytes, as everywhere in the framework. */
export function toBuffer(data: Bytes): Buffer {
  return typeof data === "string" ? Buffer.from(data, "latin1") : Buffer.from(data);
}

/** All of `data` on one line. */
export function visible(data: Bytes): string {
  let text = "";
  for (const byte of toBuffer(data)) text += visibleByte(byte);
  return text;
}

/** For a report: the first and the last `limit` bytes of `data`, and how many there are. */
export function visibleExcerpt(data: Bytes, limit = 1000): string {
  const bytes = toBuffer(data);
  if (bytes.length === 0) return "(nothing)";
  if (bytes.length <= 2 * limit) return `${visible(bytes)} (${bytes.length} bytes)`;
  const middle = `… ${bytes.length - 2 * limit} bytes left out …`;
  return `${visible(bytes.subarray(0, limit))}${middle}${visible(bytes.subarray(-limit))} (${bytes.length} bytes)`;
}

/** Throws unless both are the same bytes. The message names the `invariant` and points at the first difference. */
export function assertBytes(actual: Bytes, expected: Bytes, invariant: string): void {
  const a = toBuffer(actual);
  const e = toBuffer(expected);
  if (a.equals(e)) return;
  let at = 0;
  while (at < a.length && at < e.length && a[at] === e[at]) at += 1;
  const start = Math.max(0, at - WINDOW);
  const dots = start > 0 ? "…" : "";
  const show = (bytes: Buffer) => {
    const more = bytes.length > at + WINDOW ? "…" : "";
    return `${dots}${visible(bytes.subarray(start, at + WINDOW))}${more} (${bytes.length} bytes)`;
  };
  const caret = " ".repeat(dots.length + visible(a.subarray(start, at)).length);
  const lines = [
    `${invariant}: the bytes differ from byte ${at} on`,
    `  expected: ${show(e)}`,
    `  actual:   ${show(a)}`,
    `            ${caret}^`,
  ];
  const compared = { actual: a.toString("latin1"), expected: e.toString("latin1") };
  throw new AssertionError({ message: lines.join("\n"), ...compared, stackStartFn: assertBytes });
}
