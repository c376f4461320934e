/**
 * Says what is wrong with a head that the grammar did not match. Cold: it may be slow, since it runs once
 * for each connection at the most. It never lets a head pass: what it cannot name is a plain 400.
 */

import { FIELD_VALUE, TOKEN } from "../grammar.ts";
import { HttpError } from "../http-error.ts";

const NAME = new RegExp(`^${TOKEN}$`);
const VALUE = new RegExp(`^${FIELD_VALUE}$`);

/** Always throws. Errors: HttpError 400 or 505. */
export function rejectHead(text: string): never {
  // RFC 9112 §2.2 allows a bare LF as line end; proxies disagree about it.
  if (/(?<!\r)\n/.test(text)) throw bad("BARE_LF", "a line of the request head ends in LF without CR");
  const [line = "", ...fields] = text.slice(0, -4).split("\r\n");
  const [method = "", target = "", version = "", ...rest] = line.split(" ");
  // RFC 9112 §3: method SP request-target SP HTTP-version, and nothing else.
  if (!NAME.test(method)) throw bad("BAD_METHOD", "the request line does not begin with a method");
  if (rest.length > 0 || !/^[!"$-~]+$/.test(target))
    throw bad("BAD_TARGET", "the request target is malformed");
  // RFC 9112 §2.3: case-sensitive, one digit each.
  if (!/^HTTP\/\d\.\d$/.test(version)) throw bad("BAD_VERSION", "the protocol version is malformed");
  if (!version.startsWith("HTTP/1."))
    throw new HttpError(505, `${version} is not spoken here`, { expose: true });
  for (const field of fields) rejectField(field);
  throw bad("BAD_HEAD", "the request head is malformed");
}

function rejectField(field: string): void {
  const colon = field.indexOf(":");
  const name = field.slice(0, Math.max(0, colon));
  // RFC 9112 §5.2: a line that begins with white space was once the continuation of the one before.
  if (/^[\t ]/.test(field)) throw bad("OBS_FOLD", "a field line begins with white space");
  if (colon < 0) throw bad("BAD_FIELD", "a field line has no colon");
  // RFC 9112 §5.1: white space before the colon has let requests past proxies.
  if (/[\t ]$/.test(name))
    throw bad("SPACE_BEFORE_COLON", "there is white space before the colon of a field");
  if (!NAME.test(name)) throw bad("BAD_FIELD_NAME", "a field name is malformed");
  if (!VALUE.test(field.slice(colon + 1))) {
    throw bad("BAD_FIELD_VALUE", `the value of field "${name}" has a control character in it`);
  }
}

function bad(code: string, message: string): HttpError {
  return new HttpError(400, message, { code });
}
