/**
 * Puts one response on a connection: head, body and framing (RFC 9112 §6, RFC 9110 §6.4). A small answer is
 * written without a promise. A Response may be answered with again: it is read, and never written on.
 */

import type { Conn } from "../../net/conn.ts";
import type { Response } from "../response.ts";
import { type BodyStream, open } from "../response-body.ts";
import { hasEmptyBody, hasNoBody } from "../status.ts";
import { type BodyFraming, encodeHead } from "./encode-head.ts";
import { SLICE_BYTES, writeSlices, writeStream } from "./write-stream.ts";

/** What the request allows its answer to be. */
export interface ResponseRules {
  readonly isHead: boolean;
  readonly version: "1.0" | "1.1";
  /** Whether the connection stays open afterwards, as far as we know before the body is written. */
  readonly keepAlive: boolean;
}

/**
 * Writes `response`. Answers whether the connection can be used again. Whatever happens, a stream that is not
 * read to its end is let go of.
 * Errors: before anything is written, what cannot be an answer. Later, as a rejection, what the stream throws,
 * and ConnError when the client goes away; the answer is then cut short and the connection must be destroyed,
 * since its end cannot be told any more.
 */
export function writeResponse(
  conn: Conn,
  response: Response,
  rules: ResponseRules,
): boolean | Promise<boolean> {
  try {
    const written = write(conn, response, rules);
    if (written instanceof Promise) return written.finally(() => response.finish());
    response.finish();
    return written;
  } catch (error) {
    response.discard();
    throw error;
  }
}

function write(conn: Conn, response: Response, rules: ResponseRules): boolean | Promise<boolean> {
  const { body } = response;
  const hasControl = response.headers.hasControl;
  const declared = hasControl ? declaredLength(response) : null;
  if (hasControl && saysClose(response)) rules = { ...rules, keepAlive: false };
  if (typeof body === "string") return writeText(conn, response, body, rules);
  if (body instanceof Uint8Array) return writeBytes(conn, response, body, rules);
  if (body === null) {
    writeHead(conn, response, declared !== null && rules.isHead ? declared : 0, rules);
    return rules.keepAlive;
  }
  return beginStream(conn, response, body, declared, rules);
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
  return writeSlices(conn, bytes).then(() => rules.keepAlive);
}

function beginStream(
  conn: Conn,
  response: Response,
  stream: BodyStream,
  declared: number | null,
  rules: ResponseRules,
): boolean | Promise<boolean> {
  // RFC 9112 §7.1: a 1.0 client does not know chunks; the end of the connection is the end of the body.
  const framing: BodyFraming = declared ?? (rules.version === "1.0" ? "close" : "chunked");
  const keepAlive = rules.keepAlive && framing !== "close";
  const head = headFor(response, framing, { ...rules, keepAlive });
  if (isSilent(response, rules)) {
    conn.write(head);
    response.discard();
    return keepAlive;
  }
  // The client has left before its answer: a source that nobody has begun need not begin.
  if (conn.isClosed) {
    response.discard();
    return false;
  }
  const pieces = open(stream);
  conn.write(head);
  return writeStream(conn, pieces, framing).then(() => keepAlive);
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

/**
 * Framing is the server's business: a length that a handler declared is kept to, and told by us. Null: none is.
 * Errors: what cannot be sent, such as a transfer-encoding (RFC 9112 §6).
 */
export function declaredLength({ headers }: Response): number | null {
  if (headers.has("transfer-encoding")) {
    throw new Error("a handler set transfer-encoding; leave it out, the server chooses the framing");
  }
  if (!headers.has("content-length")) return null;
  const declared = headers.get("content-length") ?? "";
  if (!/^\d{1,15}$/.test(declared)) throw new Error(`a handler set content-length to "${declared}"`);
  return Number(declared);
}

/** So is the connection: only a wish to end it is heard (RFC 9112 §9.6); whether we say so is not the handler's. */
function saysClose({ headers }: Response): boolean {
  if (!headers.has("connection")) return false;
  return /(?:^|,)[\t ]*close[\t ]*(?:,|$)/i.test(headers.get("connection") ?? "");
}
