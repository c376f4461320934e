/**
 * Header fields in order. A field may occur several times. They are kept in a list: there are few, and no
 * name, not even `__proto__`, means anything to a list. Requests and answers have one each; an answer's
 * belongs to the code that made the Response, and no other writes on it.
 */

import { Field, fieldName } from "./field.ts";

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
