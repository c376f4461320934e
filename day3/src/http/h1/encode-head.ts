/**
 * The head of a response, RFC 9112 §4, as latin1 text. HOT: called once for each response, pure. Framing
 * fields are the server's business: what a handler put there is not sent, or is an error.
 */

import { httpDate } from "../date.ts";
import { flat } from "../field.ts";
import type { Headers } from "../headers.ts";
import type { Response } from "../response.ts";
import { reasonPhrase } from "../status.ts";

/** How the end of the body is told: its length, chunks, the end of the connection, or no body at all. */
export type BodyFraming = number | "chunked" | "close" | "none";

/** A handler may set them, and is heard; what is sent of them is the server's word. */
const FRAMING = new Set(["connection", "content-length", "transfer-encoding"]);

/** Status lines of a running server are few; each is made once. */
const statusLines = new Map<number, string>();

function statusLine(status: number): string {
  let line = statusLines.get(status);
  if (line === undefined) {
    line = flat(`HTTP/1.1 ${status} ${reasonPhrase(status)}\r\n`);
    statusLines.set(status, line);
  }
  return line;
}

/** The Date field and the empty line behind it: how nearly every head ends, for the length of a second. */
let date = "";
let dateEnding = "";

function ending(): string {
  const now = httpDate();
  if (now !== date) {
    date = now;
    dateEnding = flat(`date: ${now}\r\n\r\n`);
  }
  return dateEnding;
}

/** The lengths of small answers come again and again. */
const lengthLines: string[] = [];

function lengthLine(length: number): string {
  if (length >= 1024) return `content-length: ${length}\r\n`;
  lengthLines[length] ??= flat(`content-length: ${length}\r\n`);
  return lengthLines[length];
}

/** Without the fields that tell the framing, which only the server knows; they stay with their Response. */
function encodeOthers(headers: Headers): string {
  let text = "";
  for (const [name, value] of headers) if (!FRAMING.has(name)) text += `${name}: ${value}\r\n`;
  return text;
}

/** `connection` is "close", or "keep-alive" for a 1.0 client that asked for it, or "" where 1.1 says it all. */
export function encodeHead(response: Response, framing: BodyFraming, connection: string): string {
  const { headers } = response;
  let head = statusLine(response.status) + (headers.hasControl ? encodeOthers(headers) : headers.encode());
  if (typeof framing === "number") head += lengthLine(framing);
  else if (framing === "chunked") head += "transfer-encoding: chunked\r\n";
  if (connection !== "") head += `connection: ${connection}\r\n`;
  return head + (headers.hasControl && headers.has("date") ? "\r\n" : ending());
}
