/**
 * One header field: its name in lower case (RFC 9110 §5.1), its value, and the line it makes on the wire.
 * Nothing gets into a Field that could end its line and begin another one. A field that is the same in many
 * answers is made once and put into all of them.
 */

import { FIELD_VALUE, TOKEN } from "./grammar.ts";
import { flat } from "./latin1.ts";

const NAME = new RegExp(`^${TOKEN}$`);
const VALUE = new RegExp(`^${FIELD_VALUE}$`);

/**
 * Fields by which the server frames an answer (RFC 9112 §6 and §9), and those that it adds by itself unless a
 * handler has set them. An answer that has none of them needs no second look: its fields go out as they
 * stand.
 */
const FRAMING = new Set(["connection", "content-length", "date", "transfer-encoding", "upgrade"]);

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

/**
 * Names that have been seen, checked and in lower case: a program uses a few, over and over. Filled by
 * `fieldName`, for as long as the process lives, by programs and clients alike; therefore it has a bound.
 */
const names = new Map<string, string>();
const MAX_NAMES = 256;
const MAX_NAME_LENGTH = 64;

/** The name in lower case. Errors: TypeError when it is not a token. */
export function fieldName(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (!NAME.test(name)) throw new TypeError(`${JSON.stringify(name)} is not a header name`);
  const lower = name.toLowerCase();
  // Copied: a part of a text keeps the whole text, which may be that of a request.
  if (names.size < MAX_NAMES && name.length <= MAX_NAME_LENGTH) names.set(flat(name), flat(lower));
  return lower;
}

export class Field {
  readonly name: string;
  readonly value: string;
  /**
   * The server must have a look at an answer with this field. Asked for each answer, so it is found out once.
   */
  readonly isFraming: boolean;
  /** Made when an answer first sends it, and kept as long as the field: one that is shared is joined once. */
  #line: string | null = null;

  /** Errors: TypeError that names the field, when name or value cannot go on the wire. */
  constructor(name: string, value: string) {
    this.name = fieldName(name);
    if (typeof value !== "string" || !VALUE.test(value)) throw badValue(this.name, value);
    this.value = value;
    this.isFraming = FRAMING.has(this.name);
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
