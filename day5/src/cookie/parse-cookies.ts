/**
 * The Cookie field of a request, taken apart (RFC 6265 §4.2.1, §5.4). Asked by `cookies(c)`, once for a request.
 * It never fails: a cookie comes from any program of the domain, also from one that knows no rules, so a pair that
 * is none is left out and the rest is read. Held against the package `cookie` by a fuzz.
 */

/** Names and values. It inherits nothing: a client may well name a cookie `__proto__`. */
export type CookieValues = Readonly<Record<string, string>>;

/**
 * @param field the value of the field; where it came in several, as HTTP/2 allows, joined by "; " (RFC 9113 §8.2.3).
 * Of several cookies with one name the first counts: a browser sends the one with the most exact path first.
 */
export function parseCookies(field: string): CookieValues {
  const values: Record<string, string> = Object.create(null);
  for (const pair of field.split(";")) {
    const equals = pair.indexOf("=");
    if (equals < 0) continue;
    const name = trimBlanks(pair.slice(0, equals));
    if (name === "" || name in values) continue;
    values[name] = decode(trimBlanks(pair.slice(equals + 1)));
  }
  return values;
}

/** Percent-decoded where that gives text; other programs write values that were never encoded. */
function decode(value: string): string {
  if (!value.includes("%")) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Blanks and tabs alone: trim() would take U+00A0 too, which is a byte of the value. */
function trimBlanks(text: string): string {
  return text.replace(/^[\t ]+|(?<![\t ])[\t ]+$/g, "");
}
