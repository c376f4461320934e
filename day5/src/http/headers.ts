/**
 * Header fields: each one checked, and all of a message in order. A field may occur several times. They are kept in
 * a list: there are few, and no name, not even `__proto__`, means anything to a list. Requests and answers have one
 * each; an answer's belongs to the code that made the Response, and no other writes on it.
 */

import { FIELD_VALUE, TOKEN } from "./grammar.ts";

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

/**
 * One header field: its name in lower case (RFC 9110 §5.1), its value, and the line it makes on the wire. Nothing gets
 * into it that could end its line and begin another one. One that is the same in many answers is made once, and put
 * into all of them.
 */
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

/**
 * The same text, which stands for latin1 bytes (RFC 9110 §5.5), as one piece of memory. What JavaScript joins stays a
 * tree of its parts, and what it cuts out keeps the whole it was cut from. For what is kept long and used often: a line
 * that stands in every answer.
 */
export function flat(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
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

export type HeadersInit = Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

/** The list of all Headers that are empty. Never written on: the first field brings a list of its own. */
const NO_FIELDS: Field[] = [];

export class Headers {
  /** In the order in which they were added, which is that on the wire. */
  #fields: Field[] = NO_FIELDS;
  /** Stays true when the field is deleted again: it only says that a look is worth while. */
  #hasFraming = false;

  /** Errors: as `append`. */
  constructor(init?: HeadersInit) {
    if (init === undefined) return;
    if (init instanceof Headers) {
      // They are checked already.
      for (const field of init.fields) this.#add(field);
      return;
    }
    const entries = Symbol.iterator in init ? init : Object.entries(init);
    for (const [name, value] of entries) this.append(name, value);
  }

  /** False: no field is here by which the server frames an answer, and all may go out as they stand. */
  get hasFraming(): boolean {
    return this.#hasFraming;
  }

  /** The same as they are kept, in order. */
  get fields(): readonly Field[] {
    return this.#fields;
  }

  /** The value; all values joined by ", " where there are several (RFC 9110 §5.3); null if there is none. */
  get(name: string): string | null {
    const values = this.getAll(name);
    return values.length === 0 ? null : values.join(", ");
  }

  /** Each value by itself: the only right way for Set-Cookie, whose values hold commas. */
  getAll(name: string): string[] {
    const wanted = fieldName(name);
    return this.#fields.filter((field) => field.name === wanted).map((field) => field.value);
  }

  has(name: string): boolean {
    return this.#indexOf(fieldName(name)) >= 0;
  }

  /** The same for the name of a field that is made already. */
  holds(field: Field): boolean {
    return this.#indexOf(field.name) >= 0;
  }

  /** Puts `value` in the place of all that `name` had. Errors: as `append`. */
  set(name: string, value: string): void {
    this.put(new Field(name, value));
  }

  /** The same with a field that is made already. */
  put(field: Field): void {
    this.#remove(field.name);
    this.#add(field);
  }

  /** Adds a field that is made already. Where one may be repeated, the same line is not said twice. */
  add(field: Field): void {
    const isSame = (other: Field) => other.name === field.name && other.value === field.value;
    if (!field.isRepeatable || !this.#fields.some(isSame)) this.#add(field);
  }

  /** Adds a field. Errors: TypeError that names the field, when name or value cannot go on the wire. */
  append(name: string, value: string): void {
    this.#add(new Field(name, value));
  }

  delete(name: string): void {
    this.#remove(fieldName(name));
  }

  /** Names are in lower case; a field that came twice comes twice. */
  *[Symbol.iterator](): IterableIterator<[string, string]> {
    for (const { name, value } of this.#fields) yield [name, value];
  }

  /** The fields as they go on the wire, each line with its CR LF. */
  encode(): string {
    let text = "";
    for (const field of this.#fields) text += field.line;
    return text;
  }

  /** The one place where the list grows. */
  #add(field: Field): void {
    // An array that grows from nothing makes room for 17 at once; most answers have one field.
    if (this.#fields.length === 0) this.#fields = [field];
    else this.#fields.push(field);
    if (field.isFraming) this.#hasFraming = true;
  }

  /** A loop and no `findIndex`: it is asked several times for each answer. -1: there is none. */
  #indexOf(lowerCaseName: string): number {
    for (let i = 0; i < this.#fields.length; i++) if (this.#fields[i]?.name === lowerCaseName) return i;
    return -1;
  }

  #remove(lowerCaseName: string): void {
    for (let i = this.#indexOf(lowerCaseName); i >= 0; i = this.#indexOf(lowerCaseName))
      this.#fields.splice(i, 1);
  }
}
