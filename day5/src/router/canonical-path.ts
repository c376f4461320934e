/**
 * One spelling for all that mean the same path (RFC 3986 §6.2.2): `/m%65` is `/me`, `%c3` is `%C3`, `[` is `%5B`. Routes
 * are stored in it and requests looked up in it: no client walks round a route, and the guard that is on it, by
 * spelling it otherwise. Split first: an encoded slash stays encoded, so that it never separates.
 */

/** What may stand in a path as it is, but for the percent sign: pchar of RFC 3986 §3.3, and the slash. */
const PLAIN = /^[\w.~!$&'()*+,;=:@/-]*$/;

/** RFC 3986 §5.2.4: such a segment stands for another path. Behind an encoded slash too: some servers decode that. */
const DOT_SEGMENT = /(?:^|\/|%2F)\.\.?(?:\/|%2F|$)/i;

/**
 * Two paths whose segments decode to the same texts become equal; what cannot be decoded stays as it is,
 * and is refused where a value is read from it. Nearly all paths are plain: those are looked at once and not copied.
 */
export function canonicalPath(path: string): string {
  return isPlain(path) ? path : path.split("/").map(canonicalSegment).join("/");
}

/** False: it may have to be spelled otherwise. */
export function isPlain(path: string): boolean {
  return PLAIN.test(path);
}

/** Decoded and encoded again, whatever it was: so there is one way to spell it, and it is the shortest. */
function canonicalSegment(segment: string): string {
  try {
    return encodeSegment(decodeURIComponent(segment));
  } catch {
    return segment;
  }
}

/** `text` as one segment of a path. Errors: URIError for half of a surrogate pair, which has no UTF-8. */
export function encodeSegment(text: string): string {
  return encodeURI(text).replaceAll(/[/?#]/g, encodeURIComponent);
}

/** Whether a canonical path, or a part of one, has a segment `.` or `..`. */
export function hasDotSegment(path: string): boolean {
  return DOT_SEGMENT.test(path);
}
