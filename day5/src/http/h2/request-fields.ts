/**
 * The head of a request of HTTP/2 in the words of HTTP: where it goes, its method and its fields. `node:http2` has
 * refused what is malformed: names in upper case, fields about the connection, lengths that do not fit (RFC 9113 §8.2).
 * What is checked here is what two servers could read in two ways. It is pure: text in, value out.
 */

import type { Headers } from "../headers.ts";
import { HttpError } from "../http-error.ts";
import type { Limits } from "../limits.ts";
import { RequestHeaders } from "../request-headers.ts";

/** Made by `readHead`, and held by the exchange. */
export interface Http2Head {
  readonly method: string;
  /** In the origin form. */
  readonly target: string;
  /** Names and values by turns, without those that begin with a colon. */
  readonly fields: readonly string[];
  /** The client waits for 100 (Continue) before it sends the body. */
  readonly expectContinue: boolean;
  /** What Content-Length says; null where nothing does. */
  readonly length: number | null;
  /** What the client would speak on this stream from the answer on (RFC 8441); null: it stays with HTTP. */
  readonly upgrade: "websocket" | null;
}

/** Visible ASCII without "#", as in HTTP/1.1. */
const TARGET = /^\/[!"$-~]*$/;
/** RFC 3986 §3.2.2, as in HTTP/1.1: without a user, without a comma, never empty. */
const HOST = /^(?:(?:[\w.~!$&'()*+;=-]|%[\dA-Fa-f]{2})+|\[[\dA-Fa-f:.]+\])(?::\d{0,5})?$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** `raw` is what came: names and values by turns. Errors: HttpError 400, 414, 417, 431, 501. */
export function readHead(raw: readonly string[], limits: Limits): Http2Head {
  let method = "";
  let path = "";
  let authority = "";
  let host = "";
  let protocol = "";
  let bytes = 0;
  let expect: string | null = null;
  let length: number | null = null;
  // The place of the host, which is known at the end.
  const fields = ["host", ""];
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] as string;
    const value = raw[at + 1] as string;
    if (name === ":method") method = value;
    else if (name === ":path") path = value;
    else if (name === ":authority") authority = value;
    else if (name === ":protocol") protocol = value;
    else if (!name.startsWith(":")) {
      bytes += name.length + value.length;
      checkValue(name, value);
      if (name === "host") {
        if (host !== "") throw bad("SECOND_HOST", "there is more than one Host field");
        host = value;
        continue;
      }
      if (name === "expect") expect = expect === null ? value : `${expect},${value}`;
      if (name === "content-length") length = Number(value);
      fields.push(name, value);
    }
  }
  if (fields.length / 2 - 1 > limits.maxFields)
    throw new HttpError(431, `the request head has more than ${limits.maxFields} fields`, {
      code: "TOO_MANY_FIELDS",
    });
  if (path.length > limits.maxTargetBytes)
    throw new HttpError(414, `the request target is longer than ${limits.maxTargetBytes} bytes`, {
      code: "TARGET_TOO_LONG",
    });
  if (bytes + path.length > limits.maxHeadBytes)
    throw new HttpError(431, `the request head is larger than ${limits.maxHeadBytes} bytes`, {
      code: "HEAD_TOO_LARGE",
    });
  const upgrade = method === "CONNECT" ? connectedTo(protocol) : null;
  // Routes know a WebSocket as what it is over HTTP/1.1.
  if (upgrade !== null) method = "GET";
  if (!TARGET.test(path) && !(path === "*" && method === "OPTIONS"))
    throw bad("BAD_TARGET", "the request target is malformed");
  fields[1] = hostOf(authority, host);
  return { method, target: path, fields, expectContinue: expectsContinue(expect), length, upgrade };
}

/** RFC 8441 §4: the protocol of an extended CONNECT, "" for a plain one. Errors: HttpError 501. */
function connectedTo(protocol: string): "websocket" {
  if (protocol.toLowerCase() === "websocket") return "websocket";
  const what = protocol === "" ? "this server is not a proxy: CONNECT" : `the protocol "${protocol}"`;
  throw new HttpError(501, `${what} is not known here`, { expose: true });
}

/** The fields, for the first handler that asks for one. */
export function headersOf(fields: readonly string[]): Headers {
  const headers = new RequestHeaders();
  for (let at = 0; at < fields.length; at += 2)
    headers.append(fields[at] as string, fields[at + 1] as string);
  return headers;
}

/**
 * What stands behind a body; null where nothing does. Node has refused names that may not stand there. Errors:
 * HttpError 400, 431.
 */
export function readTrailers(raw: readonly string[], { maxTrailerBytes }: Limits): Headers | null {
  if (raw.length === 0) return null;
  let bytes = 0;
  for (const [at, text] of raw.entries()) {
    // A colon, and CR LF, as HTTP/1.1 counts.
    bytes += text.length + (at % 2 === 0 ? 1 : 2);
    if (at % 2 === 1) checkValue(raw[at - 1] as string, text);
  }
  if (bytes > maxTrailerBytes)
    throw new HttpError(431, `the trailers are larger than ${maxTrailerBytes} bytes`);
  return headersOf(raw);
}

/** RFC 9113 §8.3.1: `:authority` is what Host was; where both came, a proxy and we must not read two hosts. */
function hostOf(authority: string, host: string): string {
  if (authority !== "" && host !== "" && authority.toLowerCase() !== host.toLowerCase())
    throw bad("TWO_HOSTS", "the :authority and the Host field are not the same");
  const only = authority === "" ? host : authority;
  if (only === "") throw bad("NO_HOST", "there is neither an :authority nor a Host field");
  if (!HOST.test(only)) throw bad("BAD_HOST", "the :authority is malformed");
  return only;
}

/** Errors: HttpError 400. */
function checkValue(name: string, value: string): void {
  if (!FIELD_VALUE.test(value))
    throw bad("BAD_FIELD_VALUE", `the value of field "${name}" has a control character in it`);
}

/** RFC 9110 §10.1.1. */
function expectsContinue(expect: string | null): boolean {
  if (expect === null) return false;
  if (expect.split(",").some((name) => name.trim().toLowerCase() !== "100-continue"))
    throw new HttpError(417, "the only expectation known here is 100-continue");
  return true;
}

function bad(code: string, message: string): HttpError {
  return new HttpError(400, message, { code });
}
