/**
 * Raw requests as one types them in the playground: escapes stand for bytes, the line breaks of the field for nothing,
 * and a line such as `--- 200 ms ---` for a pause, `--- end ---` for the end of our side. Pure; for page and server.
 */

export interface Piece {
  /** How long to wait before it. */
  readonly waitMs: number;
  /** One character for each byte; null: the end of our side. */
  readonly bytes: string | null;
}

/** A mistake in the text, told in a line. */
export class RawTextError extends Error {}

const ESCAPES: Readonly<Record<string, string>> = { r: "\r", n: "\n", t: "\t", "\\": "\\", 0: "\0" };
const MARK = /^--- *(?:(\d{1,5}) *ms|end) *---$/;
const MOST_WAIT = 10_000;

export function toPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let waitMs = 0;
  let bytes = "";
  const flush = () => {
    if (bytes === "") return;
    pieces.push({ waitMs, bytes });
    bytes = "";
    waitMs = 0;
  };
  for (const line of text.split(/\r?\n/)) {
    const mark = MARK.exec(line.trim());
    if (mark === null) {
      bytes += toBytes(line);
      continue;
    }
    flush();
    if (mark[1] === undefined) pieces.push({ waitMs, bytes: null });
    else waitMs = Math.min(MOST_WAIT, waitMs + Number(mark[1]));
  }
  flush();
  if (pieces.length === 0) throw new RawTextError("there are no bytes to send");
  return pieces;
}

/** Characters beyond ASCII are sent as UTF-8. Errors: RawTextError for an escape that is none. */
function toBytes(line: string): string {
  return [...line.matchAll(/\\x([0-9a-fA-F]{2})|\\(.?)|[^\\]+/g)]
    .map(([whole, hex, name]) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (name === undefined) return String.fromCharCode(...new TextEncoder().encode(whole));
      const char = ESCAPES[name];
      if (char === undefined)
        throw new RawTextError(`"${whole}" is no escape: write \\r \\n \\t \\0 \\\\ or \\xNN`);
      return char;
    })
    .join("");
}

/** Bytes as text for the field: a line for each line feed. */
export function toText(bytes: string): string {
  return bytes
    .replace(/[\\\r\n\t\0]|[^\x20-\x7e]/g, (char) => {
      const name = { "\\": "\\\\", "\r": "\\r", "\n": "\\n\n", "\t": "\\t", "\0": "\\0" }[char];
      return name ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
    })
    .replace(/\n$/, "");
}

/** Bytes as one reads them: CR and LF are visible, and lines are lines. */
export function toVisible(bytes: string): string {
  return bytes.replace(/\r\n|[\r\n]|[^\x20-\x7e]/g, (char) => {
    if (char === "\r\n") return "␍␊\n";
    if (char === "\n") return "␊\n";
    if (char === "\r") return "␍";
    return char === "\t" ? "␉" : `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
