/**
 * The head of a response, RFC 9112 §4, as latin1 text. HOT: called once for each response. But for the Date
 * it is pure. Framing fields are the server's business: what a handler put there is not sent, or is an error.
 */

import type { Headers } from "../headers.ts";
import { flat } from "../latin1.ts";
import type { Response } from "../response.ts";
import { reasonPhrase } from "../status.ts";

/** How the end of the body is told: its length, chunks, the end of the connection, or no body at all. */
export type BodyFraming = number | "chunked" | "close" | "none";

/** A handler may set them, and is heard; what is sent of them is the server's word. */
const FRAMING = new Set(["connection", "content-length", "transfer-encoding"]);

/** By status. A running server sends few, each is made once, and an array is the fastest table of numbers. */
const statusLines: string[] = new Array(600).fill("");

/** Errors: none; `Response` lets only a status pass that has a place here. */
function statusLine(status: number): string {
  const known = statusLines[status] as string;
  if (known !== "") return known;
  const line = flat(`HTTP/1.1 ${status} ${reasonPhrase(status)}\r\n`);
  statusLines[status] = line;
  return line;
}

/**
 * The Date field (RFC 9110 §6.6.1) and the empty line behind it: how nearly every head ends. To format it
 * costs more than the rest of a small head, so it is made once a second. Even to ask for the time costs a
 * tenth of an answer: all answers of one turn share a look at the clock.
 */
let dateEnding = "";
let dateSecond = -1;
let isDateAsked = false;

/** A new turn begins: the next answer looks at the clock. */
export function forgetDate(): void {
  isDateAsked = false;
}

/** `now` in milliseconds since 1970. The field as IMF-fixdate (RFC 9110 §5.6.7), and the end of the head. */
export function datedEnding(now: number): string {
  const second = Math.floor(now / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateEnding = flat(`date: ${new Date(now).toUTCString()}\r\n\r\n`);
  }
  return dateEnding;
}

function ending(): string {
  if (isDateAsked) return dateEnding;
  isDateAsked = true;
  return datedEnding(Date.now());
}

/**
 * By length. Those of small answers come again and again; each is made when it is first needed, 1,024 at the
 * most.
 */
const lengthLines: string[] = [];

/** Beyond the table a line is made anew: large answers cost far more than their line. */
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

/**
 * The whole head: the fields of the handler in its order, then ours: length or coding, Connection, Date.
 * Names are in lower case, which every client takes (RFC 9110 §5.1).
 * `connection` is "close", or "keep-alive" for a 1.0 client that asked for it, or "" where 1.1 says it all.
 */
export function encodeHead(response: Response, framing: BodyFraming, connection: string): string {
  const { headers } = response;
  const { hasFraming } = headers;
  let head = statusLine(response.status) + (hasFraming ? encodeOthers(headers) : headers.encode());
  if (typeof framing === "number") head += lengthLine(framing);
  else if (framing === "chunked") head += "transfer-encoding: chunked\r\n";
  // RFC 9110 §7.8: who sends Upgrade says so in Connection too, or a proxy would hand it on.
  const options = hasFraming && headers.has("upgrade") ? withUpgrade(connection) : connection;
  if (options !== "") head += `connection: ${options}\r\n`;
  return head + (hasFraming && headers.has("date") ? "\r\n" : ending());
}

/** The options that are already there stay: a 426 may be the last answer too. */
function withUpgrade(connection: string): string {
  return connection === "" ? "upgrade" : `upgrade, ${connection}`;
}
