/**
 * Where a request goes: its target in the form that routes are matched against (RFC 9112 §3.2), and what may
 * name this server. Nearly every request has the origin form and passes unchanged. HOT: both are asked for
 * each request.
 */

import { HttpError } from "../http-error.ts";
import type { RequestHead } from "./request-head.ts";

/** Scheme, authority, and what is left: nothing else of RFC 3986 matters to an origin server. */
const ABSOLUTE = /^https?:\/\/([^/?]*)([/?].*)?$/i;

/** Errors: HttpError 400 for a form that does not go with the method; 501 for CONNECT. */
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
