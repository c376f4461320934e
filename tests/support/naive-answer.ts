/** The naive twin of the encoder: an answer as bytes, pasted together line by line from RFC 9112 §4 and §7.1. */

export interface NaiveAnswerParts {
  readonly status: number;
  readonly reason: string;
  readonly fields: readonly (readonly [string, string])[];
  /** A length, chunks, or neither. */
  readonly framing: number | "chunked" | "close" | "none";
  /** "close", "keep-alive" or "". */
  readonly connection: string;
  readonly date: string;
}

export function naiveAnswerHead(parts: NaiveAnswerParts): string {
  const lines = [`HTTP/1.1 ${parts.status} ${parts.reason}`];
  for (const [name, value] of parts.fields) lines.push(`${name.toLowerCase()}: ${value}`);
  if (typeof parts.framing === "number") lines.push(`content-length: ${parts.framing}`);
  if (parts.framing === "chunked") lines.push("transfer-encoding: chunked");
  if (parts.connection !== "") lines.push(`connection: ${parts.connection}`);
  // A handler's own Date stands where the handler put it.
  if (!parts.fields.some(([name]) => name.toLowerCase() === "date")) lines.push(`date: ${parts.date}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** `pieces` as chunks, one for each that is not empty. */
export function naiveChunks(pieces: readonly string[]): string {
  let text = "";
  for (const piece of pieces) {
    if (piece.length > 0) text += `${piece.length.toString(16)}\r\n${piece}\r\n`;
  }
  return `${text}0\r\n\r\n`;
}
