/**
 * The grammar of a request head, RFC 9112 §3 and §5, as one regular expression over the latin1 text of the
 * whole head. HOT: called once for each request. It is pure: text in, value out, null for "no match".
 *
 * A sticky expression validates every character in native code; measured against a scan over bytes with a
 * table it is the faster one, and it can be read next to the RFC. It cannot run away: no two neighbouring
 * parts can match the same character, so there is one way to match and no way to try another.
 * Its naive twin lives in tests/support/naive-head.ts, and a fuzz holds one against the other.
 */

import { FIELD_VALUE, TOKEN } from "../grammar.ts";
import type { Headers } from "../headers.ts";
import { RequestHeaders } from "../request-headers.ts";

/** Visible ASCII without "#", which begins a fragment and is never sent (RFC 9112 §3.2). */
const TARGET = '[!"$-~]+';

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

/** The head that stands at `from` in `text`; what is behind it is left alone. */
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
