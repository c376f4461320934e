/**
 * Entity tags in conditions (RFC 9110 §8.8.3, §13.1). Pure. Asked by whatever answers with an ETag: `etag`, and
 * `sendFile`. It makes no tags: what tells two versions apart, only their maker knows.
 */

/** One tag of a list, where it stands: an opaque text may hold commas. */
const TAG = /[\t ,]*(W\/)?("[\x21\x23-\x7e\x80-\xff]*")[\t ]*(?=,|$)/y;

/**
 * Whether the list of an If-Match or If-None-Match has `etag` in it. A list that is none has nothing in it.
 * `weakly`: W/"a" and "a" are the same (§8.8.3.2), as If-None-Match compares; for If-Match both must be strong.
 */
export function listsTag(list: string, etag: string, weakly: boolean): boolean {
  if (list.trim() === "*") return true;
  const isWeak = etag.startsWith("W/");
  if (isWeak && !weakly) return false;
  const opaque = isWeak ? etag.slice(2) : etag;
  TAG.lastIndex = 0;
  for (let tag = TAG.exec(list); tag !== null; tag = TAG.exec(list)) {
    if (tag[2] === opaque && (weakly || tag[1] === undefined)) return true;
  }
  return false;
}
