/**
 * Whether a client gets the file at all: it may have it already, or insist on a version that is gone. Pure, in the
 * order of RFC 9110 §13.2.2. Asked by `sendFile` with what is known of the open file. It never looks at the file
 * itself.
 */

import type { Headers } from "../index.ts";
import { listsTag } from "../kit/index.ts";
import { parseHttpDate } from "./http-date.ts";

/** Made by `openFile` from what the open file says, so it is that of the bytes that are sent. */
export interface Version {
  /** With its quotes, and strong: two files that differ have different ones. */
  readonly etag: string;
  /** Milliseconds since 1970, whole seconds: a field has no more. */
  readonly modifiedMs: number;
}

/** What becomes of the request: 200 or 206, 304, or 412. */
export type Verdict = "send" | "not-modified" | "failed";

/**
 * For GET and HEAD. With other methods a tag that matches would be a 412 and no 304 (§13.1.2): they do not come here.
 */
export function checkPreconditions(headers: Headers, version: Version): Verdict {
  const match = headers.get("if-match");
  if (match !== null) {
    if (!listsTag(match, version.etag, false)) return "failed";
    // §13.1.4: looked at only where there is no If-Match, which says the same more exactly.
  } else if (isOlderThan(headers.get("if-unmodified-since"), version)) return "failed";
  const noneMatch = headers.get("if-none-match");
  // §13.1.3: where there is an If-None-Match, the date is not looked at.
  if (noneMatch !== null) return listsTag(noneMatch, version.etag, true) ? "not-modified" : "send";
  const since = dateOf(headers.get("if-modified-since"));
  return since !== null && version.modifiedMs <= since ? "not-modified" : "send";
}

/**
 * §13.1.5: a range of this version only; of any other the client wants the whole file. Asked only where there is a
 * Range field. Without If-Range any version is good.
 */
export function allowsRange(headers: Headers, version: Version): boolean {
  const condition = headers.get("if-range");
  if (condition === null) return true;
  if (condition.startsWith('"')) return condition === version.etag;
  // A weak tag never fits, and a date only when it is the very same.
  return dateOf(condition) === version.modifiedMs;
}

/** The client knows an older version than this one. */
function isOlderThan(field: string | null, version: Version): boolean {
  const date = dateOf(field);
  return date !== null && version.modifiedMs > date;
}

/** §13.1.3: a date that is none counts as no field at all. */
function dateOf(field: string | null): number | null {
  return field === null ? null : parseHttpDate(field);
}
