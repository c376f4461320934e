/**
 * The naive twin of the chunked decoder: it has the whole text at once, and goes over it character by
 * character, after RFC 9112 §7.1. A fuzz holds the decoder against it, whatever pieces that one is fed.
 */

import { isToken, isValue } from "./naive-head.ts";

export interface NaiveResult {
  /** "whole": the end was found; "partial": more would have to come; "malformed": no more can help. */
  readonly end: "whole" | "partial" | "malformed";
  /** The data up to there. */
  readonly data: string;
  /** What follows the end; empty unless it is "whole". */
  readonly rest: string;
}

export interface NaiveLimits {
  readonly maxChunkLineBytes: number;
  readonly maxChunkExtensionBytes: number;
  readonly maxTrailerBytes: number;
}

/** Both are thrown through the readers below and caught in `naiveChunked`. */
class Partial extends Error {}
class Malformed extends Error {}

/** The digits at the beginning of a size line; throws when they are none or more than 13. */
function sizeDigits(line: string): string {
  let end = 0;
  while (end < line.length && "0123456789abcdefABCDEF".includes(line.charAt(end))) end += 1;
  if (end === 0 || end > 13) throw new Malformed();
  return line.slice(0, end);
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (line.charAt(at) === " " || line.charAt(at) === "\t") at += 1;
  return at;
}

function skipToken(line: string, from: number): number {
  let at = from;
  while (at < line.length && isToken(line.charAt(at))) at += 1;
  if (at === from) throw new Malformed();
  return at;
}

function skipQuoted(line: string, from: number): number {
  for (let at = from + 1; at < line.length; at += 1) {
    if (line.charAt(at) === '"') return at + 1;
    if (line.charAt(at) === "\\") at += 1;
    if (at < line.length && !isValue(line.charAt(at))) throw new Malformed();
  }
  throw new Malformed();
}

/** *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] ) to the end of the line. */
function checkExtensions(line: string, from: number): void {
  let at = from;
  while (at < line.length) {
    at = skipBlanks(line, at);
    if (line.charAt(at) !== ";") throw new Malformed();
    at = skipToken(line, skipBlanks(line, at + 1));
    const equals = skipBlanks(line, at);
    if (line.charAt(equals) !== "=") continue;
    const value = skipBlanks(line, equals + 1);
    at = line.charAt(value) === '"' ? skipQuoted(line, value) : skipToken(line, value);
  }
}

class Text {
  rest: string;

  constructor(text: string) {
    this.rest = text;
  }

  /** The next line without its CR LF. `limit` counts both. */
  line(limit: number): string {
    const end = this.rest.indexOf("\n") + 1;
    if ((end === 0 ? this.rest.length : end) > limit) throw new Malformed();
    if (end === 0) throw new Partial();
    const line = this.rest.slice(0, end);
    if (!line.endsWith("\r\n")) throw new Malformed();
    this.rest = this.rest.slice(end);
    return line.slice(0, -2);
  }
}

/** `add` gets the data as it is found. */
function decode(text: Text, limits: NaiveLimits, add: (data: string) => void): void {
  let extensionsLeft = limits.maxChunkExtensionBytes;
  for (;;) {
    const line = text.line(limits.maxChunkLineBytes);
    const digits = sizeDigits(line);
    checkExtensions(line, digits.length);
    extensionsLeft -= line.length - digits.length;
    if (extensionsLeft < 0) throw new Malformed();
    const size = Number.parseInt(digits, 16);
    if (size === 0) break;
    extensionsLeft += size;
    add(text.rest.slice(0, size));
    if (text.rest.length < size) throw new Partial();
    text.rest = text.rest.slice(size);
    if (!"\r\n".startsWith(text.rest.slice(0, 2))) throw new Malformed();
    if (text.line(limits.maxChunkLineBytes) !== "") throw new Malformed();
  }
  let left = limits.maxTrailerBytes;
  for (;;) {
    const line = text.line(left);
    if (line === "") return;
    left -= line.length + 2;
    const colon = line.indexOf(":");
    if (colon < 0 || !isToken(line.slice(0, colon)) || !isValue(line.slice(colon + 1))) throw new Malformed();
  }
}

export function naiveChunked(bytes: string, limits: NaiveLimits): NaiveResult {
  const text = new Text(bytes);
  let data = "";
  try {
    decode(text, limits, (more) => {
      data += more;
    });
    return { end: "whole", data, rest: text.rest };
  } catch (error) {
    if (error instanceof Partial) return { end: "partial", data, rest: "" };
    if (error instanceof Malformed) return { end: "malformed", data, rest: "" };
    throw error;
  }
}
