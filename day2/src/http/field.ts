/**
 * One header field: its name in lower case (RFC 9110 §5.1), its value, and the line it makes on the wire.
 * Nothing gets into a Field that could end its line and begin another one. A field that is the same in many
 * answers is made once and put into all of them.
 */

import { FIELD_VALUE, TOKEN } from "./grammar.ts";

const NAME = new RegExp(`^${TOKEN}$`);
const VALUE = new RegExp(`^${FIELD_VALUE}$`);

/** Fields by which the server frames an answer: where a handler sets one, the server must have a look. */
const CONTROL = new Set(["connection", "content-length", "date", "transfer-encoding"]);

/**
 * Fields of an answer that several parties add to, none of them meaning the others: each may stand on a line of
 * its own (RFC 9110 §5.3; for Set-Cookie it is the only way, RFC 6265 §3). In other lists, such as
 * Cache-Control, the later word is meant to replace the earlier one.
 */
const REPEATABLE = new Set([
  "link",
  "proxy-authenticate",
  "server-timing",
  "set-cookie",
  "vary",
  "via",
  "www-authenticate",
]);

/** Names that have been seen, checked and in lower case: a program uses a few, over and over. */
const names = new Map<string, string>();
const MAX_NAMES = 256;
const MAX_NAME_LENGTH = 64;

/** The name in lower case. Errors: TypeError when it is not a token. */
export function fieldName(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (!NAME.test(name)) throw new TypeError(`${JSON.stringify(name)} is not a header name`);
  const lower = name.toLowerCase();
  // Clients choose names too: bounded, so that they cannot fill our memory.
  // And copied: a part of a text keeps the whole text, which may be that of a request.
  if (names.size < MAX_NAMES && name.length <= MAX_NAME_LENGTH) names.set(flat(name), flat(lower));
  return lower;
}

export class Field {
  readonly name: string;
  readonly value: string;
  readonly isControl: boolean;
  #line: string | null = null;

  /** Errors: TypeError that names the field, when name or value cannot go on the wire. */
  constructor(name: string, value: string) {
    this.name = fieldName(name);
    if (typeof value !== "string" || !VALUE.test(value)) throw badValue(this.name, value);
    this.value = value;
    this.isControl = CONTROL.has(this.name);
  }

  /** Another of that name adds to this one, and does not replace it. */
  get isRepeatable(): boolean {
    return REPEATABLE.has(this.name);
  }

  /** `name: value` with its CR LF. */
  get line(): string {
    this.#line ??= flat(`${this.name}: ${this.value}\r\n`);
    return this.#line;
  }
}

/** Says which character it is, and where; but never the value, which may be a secret. */
function badValue(name: string, value: unknown): TypeError {
  if (typeof value !== "string")
    return new TypeError(`the value of header "${name}" must be a string, not ${typeof value}`);
  let at = 0;
  while (VALUE.test(value.charAt(at))) at += 1;
  const code = value.codePointAt(at)?.toString(16).toUpperCase().padStart(4, "0");
  const reason = `has U+${code} at ${at}, which a header cannot carry; encode it first`;
  return new TypeError(`the value of header "${name}" ${reason}`);
}

/**
 * The same latin1 text as one piece of memory. What JavaScript joins stays a tree of its parts, and every
 * answer that holds it would have to walk that tree again.
 */
export function flat(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}
