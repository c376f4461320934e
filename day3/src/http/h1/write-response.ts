/**
 * Puts one response on a connection: head, body and framing (RFC 9112 §4 and §6, RFC 9110 §6.4). A small answer is
 * written without a promise. A Response may be answered with again: it is read, and never written on. HOT.
 * But for the Date, a head is pure. Framing fields are the server's business: what a handler put there is not sent, or
 * is an error.
 */

import type { Conn } from "../../net/conn.ts";
import { flat, type Headers } from "../headers.ts";
import { type Content, contentOf, declaredLength, type Response } from "../response.ts";
import { type BodyStream, open } from "../response-body.ts";
import { reasonPhrase } from "../status.ts";
import { type BodyFraming, SLICE_BYTES, writeSlices, writeStream } from "./write-stream.ts";

/** What the request allows its answer to be, and what becomes of the connection. Exchange is one. */
export interface AnswerRules {
  readonly isHead: boolean;
  readonly version: "1.0" | "1.1";
  /** Whether the connection stays open afterwards. The answer may decide against it, and says so. */
  keepAlive: boolean;
  /** Bytes of the body that were given to the connection; counted here, for those who log them. */
  bytes?: number;
}

/**
 * Writes `response`. Returns whether the connection can be used again. A stream that is not begun is let go
 * of; one that is begun is read to its end, or until it fails.
 * Errors: before anything is written, what cannot be an answer. Later, as a rejection, what the stream
 * throws, and ConnError when the client goes away; the answer is then cut short and the connection must be
 * destroyed, since its end cannot be told any more.
 */
export function writeResponse(
  conn: Conn,
  response: Response,
  rules: AnswerRules,
): boolean | Promise<boolean> {
  const { body, headers, status } = response;
  const declared = headers.hasFraming ? declaredLength(response) : null;
  if (headers.hasFraming && saysClose(response)) rules.keepAlive = false;
  // What the status makes of a body is asked once for each answer, and passed on.
  const content = contentOf(status);
  // The answer to HEAD has the head of the one to GET, and ends there (RFC 9110 §9.3.2).
  const isSilent = rules.isHead || content !== "any";
  if (typeof body === "string") {
    const length = Buffer.byteLength(body);
    // As many bytes as characters means ASCII: then head and body are one string and one write.
    if (length !== body.length || length > SLICE_BYTES)
      return writeBytes(conn, response, Buffer.from(body), content, isSilent, rules);
    const head = headFor(response, length, content, rules);
    if (!isSilent) rules.bytes = length;
    conn.write(isSilent ? head : head + body);
    return rules.keepAlive;
  }
  if (body instanceof Uint8Array) return writeBytes(conn, response, body, content, isSilent, rules);
  if (body === null) {
    conn.write(headFor(response, declared !== null && rules.isHead ? declared : 0, content, rules));
    return rules.keepAlive;
  }
  // RFC 9112 §7.1: a 1.0 client does not know chunks; the end of the connection is the end of the body.
  const framing = declared ?? (rules.version === "1.0" ? "close" : "chunked");
  if (framing === "close") rules.keepAlive = false;
  const head = headFor(response, framing, content, rules);
  if (!isSilent) return beginStream(conn, head, response, body, framing, rules);
  conn.write(head);
  response.discard();
  return rules.keepAlive;
}

/** A large body leaves slice by slice: a client that reads slowly must not make us hold more than one of it. */
function writeBytes(
  conn: Conn,
  response: Response,
  bytes: Uint8Array,
  content: Content,
  isSilent: boolean,
  rules: AnswerRules,
): boolean | Promise<boolean> {
  conn.write(headFor(response, bytes.length, content, rules));
  if (isSilent) return rules.keepAlive;
  if (bytes.length > SLICE_BYTES) return writeSlices(conn, bytes, rules).then(() => rules.keepAlive);
  rules.bytes = bytes.length;
  conn.write(bytes);
  return rules.keepAlive;
}

/** The head goes out before the first piece: a client sees that it is served, also where the source is slow. */
function beginStream(
  conn: Conn,
  head: string,
  response: Response,
  stream: BodyStream,
  framing: BodyFraming,
  rules: AnswerRules,
): boolean | Promise<boolean> {
  // The client has left before its answer: a source that is not begun need not begin.
  if (conn.isClosed) {
    response.discard();
    return false;
  }
  const pieces = open(stream);
  conn.write(head);
  return writeStream(conn, pieces, framing, rules).then(() => rules.keepAlive);
}

/** What the framing is told as, by what the status and the version allow. */
function headFor(response: Response, framing: BodyFraming, content: Content, rules: AnswerRules): string {
  // RFC 9110 §8.6: no Content-Length with 204; with 304 it would have to be that of the 200.
  let told: BodyFraming = framing;
  if (content !== "any") told = content === "none" ? "none" : 0;
  const persistent = rules.version === "1.0" ? "keep-alive" : "";
  return encodeHead(response, told, rules.keepAlive ? persistent : "close");
}

/**
 * So is the connection: only a wish to end it is heard (RFC 9112 §9.6); whether we say so is not the
 * handler's.
 */
function saysClose({ headers }: Response): boolean {
  if (!headers.has("connection")) return false;
  return /(?:^|,)[\t ]*close[\t ]*(?:,|$)/i.test(headers.get("connection") ?? "");
}

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
