/**
 * The grammar of a request head, RFC 9112 §3 and §5, as one regular expression over the latin1 text of the whole head;
 * then where it goes: its target in the form that routes are matched against, and what may name this server. HOT: each
 * is asked once for each request. It is pure: text in, value out.
 */

import { FIELD_VALUE, TOKEN } from "../grammar.ts";
import type { Headers } from "../headers.ts";
import { HttpError } from "../http-error.ts";
import { RequestHeaders } from "../request-headers.ts";

/** Visible ASCII without "#", which begins a fragment and is never sent (RFC 9112 §3.2). */
const TARGET = '[!"$-~]+';

/**
 * A sticky expression validates every character in native code; measured against a scan over bytes with a table it is
 * the faster one, and it can be read next to the RFC. It cannot run away: no two neighbouring parts can match the same
 * character, so there is one way to match and no way to try another.
 * Its naive twin lives in tests/support/naive-head.ts, and a fuzz holds one against the other.
 */
const HEAD = new RegExp(
  `(${TOKEN}) (${TARGET}) HTTP/1\\.(\\d)\\r(\\n(?:${TOKEN}:${FIELD_VALUE}\\r\\n)*)\\r\\n`,
  "y",
);

/** A value begins and ends with what is not white space; said so, a long run of blanks costs linear time. */
const LINE = /([^:\r\n]+):[\t ]*([^\t \r\n](?:[^\r\n]*[^\t \r\n])?)?[\t ]*\r\n/g;

/**
 * What the grammar finds. Plain values, cut out of the text that came: they live as long as their exchange,
 * and keep that text for as long.
 */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  /** RFC 9110 §2.5: a higher minor version than ours is spoken to as ours. */
  readonly version: "1.0" | "1.1";
  /** The field lines, valid, each with its CR LF; and before them the LF of the request line. */
  readonly fields: string;
  /** Bytes of the whole head, with the empty line that ends it. */
  readonly length: number;
}

/** The head that stands at `from` in `text`, or null for "no match"; what is behind it is left alone. */
export function parseRequestHead(text: string, from: number): RequestHead | null {
  HEAD.lastIndex = from;
  const match = HEAD.exec(text);
  if (match === null) return null;
  return {
    method: match[1] as string,
    target: match[2] as string,
    version: match[3] === "0" ? "1.0" : "1.1",
    fields: match[4] as string,
    length: HEAD.lastIndex - from,
  };
}

/** The field lines of a head as Headers. They are valid already: the grammar has matched them. */
export function parseFields(lines: string): Headers {
  const headers = new RequestHeaders();
  for (const [, name, value] of lines.matchAll(LINE)) headers.append(name as string, value ?? "");
  return headers;
}

/** The absolute form: scheme, authority, and what is left. Nothing else of RFC 3986 matters to an origin server. */
const ABSOLUTE = /^https?:\/\/([^/?]*)([/?].*)?$/i;

/**
 * The same head with its target in the origin form (§3.2), which nearly every request has: those pass unchanged.
 * Errors: HttpError 400 for a form that does not go with the method; 501 for CONNECT.
 */
export function originForm(head: RequestHead): RequestHead {
  const { method, target } = head;
  if (target.startsWith("/") && method !== "CONNECT") return head;
  // §3.2.3: the authority form is for proxies. This is an origin server.
  if (method === "CONNECT")
    throw new HttpError(501, "this server is not a proxy: CONNECT is not known here", { expose: true });
  // §3.2.4: about the server as a whole.
  if (target === "*" && method === "OPTIONS") return head;
  // §3.2.2: a server must take the absolute form, although only proxies are sent it.
  const [, authority = "", rest = "/"] = ABSOLUTE.exec(target) ?? [];
  // RFC 9110 §4.2.4: a user in front of the host is the mark of a forged link.
  if (!isHost(authority)) throw new HttpError(400, "the request target is malformed", { code: "BAD_TARGET" });
  return {
    ...head,
    target: rest.startsWith("/") ? rest : `/${rest}`,
    fields: withHost(head.fields, authority),
  };
}

/** §3.2.2: the host in the target counts, and the Host field does not. */
function withHost(fields: string, authority: string): string {
  return `${fields.replace(/\nhost:[^\r]*\r(?=\n)/i, "")}host: ${authority}\r\n`;
}

/**
 * RFC 3986 §3.2.2, without the comma: where two Host fields were joined on the way, it is not known which one
 * counts. And never empty: an http URI without a host is invalid (RFC 9110 §4.2.1, RFC 9112 §3.3). What
 * nearly all hosts are made of stands first, by itself: a class alone is matched much faster than a choice.
 */
const HOST = /^(?:[\w.~!$&'()*+;=-]+|(?:[\w.~!$&'()*+;=-]|%[\dA-Fa-f]{2})+|\[[\dA-Fa-f:.]+\])(?::\d{0,5})?$/;

/**
 * The last one that was found well-formed: nearly all requests name the same. It keeps the head that it was
 * cut from.
 */
let good = "";

/**
 * What may name this server, in a Host field or in an absolute target: uri-host and an optional port (RFC
 * 9110 §7.2).
 */
export function isHost(text: string): boolean {
  if (text === "" || (text !== good && !HOST.test(text))) return false;
  good = text;
  return true;
}
