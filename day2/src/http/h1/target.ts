/**
 * The request target in the form that routes are matched against (RFC 9112 §3.2). Nearly every request has
 * the origin form and passes unchanged.
 */

import { HttpError } from "../http-error.ts";

const ABSOLUTE = /^https?:\/\/[^/?]+([/?].*)?$/i;

/** Errors: HttpError 400 for a form that does not go with the method; 501 for CONNECT. */
export function originForm(method: string, target: string): string {
  if (target.startsWith("/") && method !== "CONNECT") return target;
  // §3.2.3: the authority form is for proxies. This is an origin server.
  if (method === "CONNECT")
    throw new HttpError(501, "this server is not a proxy: CONNECT is not known here", { expose: true });
  // §3.2.4: about the server as a whole.
  if (target === "*" && method === "OPTIONS") return target;
  // §3.2.2: a server must take the absolute form, although only proxies are sent it.
  const match = ABSOLUTE.exec(target);
  if (match === null) throw new HttpError(400, "the request target is malformed", { code: "BAD_TARGET" });
  const rest = match[1] ?? "/";
  return rest.startsWith("/") ? rest : `/${rest}`;
}
