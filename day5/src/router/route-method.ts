/**
 * The method of a route, checked. `get` and a line feed behind `GET` would be routes that no request can reach.
 * Called where a route, or a hook of one, is declared.
 */

import { TOKEN } from "../http/grammar.ts";
import { RouteError } from "./route-error.ts";

/** The methods of RFC 9110 §9.3 that a server of resources has, and PATCH. */
export const COMMON = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

const KNOWN = [...COMMON, "CONNECT", "TRACE"];

const METHOD = new RegExp(`^${TOKEN}$`);

/** `path` is for the message. Errors: RouteError for no token, and for a known method in other letters. */
export function checkMethod(method: string, path: string): void {
  if (typeof method !== "string" || !METHOD.test(method)) {
    const shown = JSON.stringify(method);
    throw new RouteError(`route "${path}": ${shown} is no method; a method is a token, such as GET or PURGE`);
  }
  const upper = method.toUpperCase();
  // RFC 9110 §9.1: methods are case-sensitive, so "get" is another method than GET, and nobody sends it.
  if (method !== upper && KNOWN.includes(upper))
    throw new RouteError(`route "${method} ${path}": methods are case-sensitive, write ${upper}`);
}
