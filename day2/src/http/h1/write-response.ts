/**
 * Puts one response on a connection: head, body and framing (RFC 9112 §6, RFC 9110 §6.4). A small answer is
 * written without a promise. A stream is written at the speed the client reads: each piece waits until
 * the one before it has left.
 */

import type { Conn } from "../../net/conn.ts";
import type { Response } from "../response.ts";
import { hasEmptyBody, hasNoBody } from "../status.ts";
import { type BodyFraming, encodeHead } from "./encode-head.ts";

/** What the request allows its answer to be. */
export interface ResponseRules {
  readonly isHead: boolean;
  readonly version: "1.0" | "1.1";
  /** Whether the connection stays open afterwards, as far as we know before the body is written. */
  readonly keepAlive: boolean;
}

/** Bodies above this are handed over in slices, so that a slow client is noticed slice by slice. */
const SLICE_BYTES = 64 * 1024;

/**
 * Writes `response`. Answers whether the connection can be used again.
 * Errors: what the stream throws, ConnError when the client goes away; the answer is then cut short and
 * the connection must be destroyed, since its end cannot be told any more.
 */
export function writeResponse(
  conn: Conn,
  response: Response,
  rules: ResponseRules,
): boolean | Promise<boolean> {
  const { body } = response;
  const hasControl = response.headers.hasControl;
  const declared = hasControl ? takeDeclaredLength(response) : null;
  if (hasControl && takeClose(response)) rules = { ...rules, keepAlive: false };
  if (typeof body === "string") return writeText(conn, response, body, rules);
  if (body instanceof Uint8Array) return writeBytes(conn, response, body, rules);
  if (body === null) {
    writeHead(conn, response, declared !== null && rules.isHead ? declared : 0, rules);
    return rules.keepAlive;
  }
  return writeStream(conn, response, body, declared, rules);
}

function writeText(
  conn: Conn,
  response: Response,
  text: string,
  rules: ResponseRules,
): boolean | Promise<boolean> {
  const length = Buffer.byteLength(text);
  // As many bytes as characters means ASCII: then head and body are one string and one write.
  if (length !== text.length || length > SLICE_BYTES)
    return writeBytes(conn, response, Buffer.from(text), rules);
  const silent = isSilent(response, rules);
  conn.write(headFor(response, length, rules) + (silent ? "" : text));
  return rules.keepAlive;
}

function writeBytes(
  conn: Conn,
  response: Response,
  bytes: Uint8Array,
  rules: ResponseRules,
): boolean | Promise<boolean> {
  writeHead(conn, response, bytes.length, rules);
  if (isSilent(response, rules)) return rules.keepAlive;
  if (bytes.length <= SLICE_BYTES) {
    conn.write(bytes);
    return rules.keepAlive;
  }
  return writeSlices(conn, bytes, rules.keepAlive);
}

async function writeSlices(conn: Conn, bytes: Uint8Array, keepAlive: boolean): Promise<boolean> {
  for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
    conn.write(bytes.subarray(from, from + SLICE_BYTES));
    await conn.flush();
  }
  return keepAlive;
}

async function writeStream(
  conn: Conn,
  response: Response,
  chunks: AsyncIterable<Uint8Array | string>,
  declared: number | null,
  rules: ResponseRules,
): Promise<boolean> {
  let left = declared;
  // RFC 9112 §7.1: a 1.0 client does not know chunks; the end of the connection is the end of the body.
  const framing: BodyFraming = left ?? (rules.version === "1.0" ? "close" : "chunked");
  const keepAlive = rules.keepAlive && framing !== "close";
  writeHead(conn, response, framing, { ...rules, keepAlive });
  if (isSilent(response, rules)) {
    await response.discard();
    return keepAlive;
  }
  for await (const chunk of chunks) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    // A chunk of length 0 would be the end (§7.1).
    if (bytes.length === 0) continue;
    if (left !== null) left -= bytes.length;
    if (left !== null && left < 0) throw new Error("the stream is longer than its content-length");
    if (framing === "chunked") conn.write(`${bytes.length.toString(16)}\r\n`);
    conn.write(bytes);
    if (framing === "chunked") conn.write("\r\n");
    await conn.flush();
  }
  if (left !== null && left > 0) throw new Error("the stream is shorter than its content-length");
  if (framing === "chunked") conn.write("0\r\n\r\n");
  return keepAlive;
}

/** The answer ends with its head: to HEAD always, and where its status says so. */
function isSilent(response: Response, rules: ResponseRules): boolean {
  return rules.isHead || hasNoBody(response.status) || hasEmptyBody(response.status);
}

function writeHead(conn: Conn, response: Response, framing: BodyFraming, rules: ResponseRules): void {
  conn.write(headFor(response, framing, rules));
}

function headFor(response: Response, framing: BodyFraming, rules: ResponseRules): string {
  // RFC 9110 §8.6: no Content-Length with 204; with 304 it would have to be that of the 200.
  let told: BodyFraming = hasNoBody(response.status) ? "none" : framing;
  if (hasEmptyBody(response.status)) told = 0;
  const persistent = rules.version === "1.0" ? "keep-alive" : "";
  return encodeHead(response, told, rules.keepAlive ? persistent : "close");
}

/** Framing is the server's business: a length that a handler declared is taken out, and kept to. */
function takeDeclaredLength({ headers }: Response): number | null {
  if (headers.has("transfer-encoding")) {
    throw new Error("a handler set transfer-encoding; leave it out, the server chooses the framing");
  }
  if (!headers.has("content-length")) return null;
  const declared = headers.get("content-length") ?? "";
  if (!/^\d{1,15}$/.test(declared)) throw new Error(`a handler set content-length to "${declared}"`);
  headers.delete("content-length");
  return Number(declared);
}

/** So is the connection: only a wish to end it is heard (RFC 9112 §9.6); whether we say so is not the handler's. */
function takeClose({ headers }: Response): boolean {
  if (!headers.has("connection")) return false;
  const wish = headers.get("connection") ?? "";
  headers.delete("connection");
  return /(?:^|,)[\t ]*close[\t ]*(?:,|$)/i.test(wish);
}
