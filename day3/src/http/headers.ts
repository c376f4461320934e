/**
 * Header fields in order, with names in lower case (RFC 9110 §5.1: names are case-insensitive). A field
 * may occur several times. They are kept in one flat list: there are few, and no name, not even
 * `__proto__`, means anything to a list.
 */

export type HeadersInit = Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

/** RFC 9110 §5.6.2 and §5.5. What is not matched could end the field and begin another one. */
const NAME = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Names that have been seen, checked and in lower case: a program uses a few, over and over. */
const names = new Map<string, string>();
const MAX_NAMES = 256;
const MAX_NAME_LENGTH = 64;

/** The name in lower case. Errors: TypeError when it is not a token. */
function normalize(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (!NAME.test(name)) throw new TypeError(`${JSON.stringify(name)} is not a header name`);
  const lower = name.toLowerCase();
  // Clients choose names too: bounded, so that they cannot fill our memory.
  if (names.size < MAX_NAMES && name.length <= MAX_NAME_LENGTH) names.set(name, lower);
  return lower;
}

export class Headers {
  /** name, value, name, value, … */
  readonly #fields: string[] = [];

  /** Errors: as `append`. */
  constructor(init: HeadersInit = []) {
    const entries = Symbol.iterator in init ? init : Object.entries(init);
    for (const [name, value] of entries) this.append(name, value);
  }

  /** The value; all values joined by ", " where there are several (RFC 9110 §5.3); null if there is none. */
  get(name: string): string | null {
    const values = this.getAll(name);
    return values.length === 0 ? null : values.join(", ");
  }

  /** Each value by itself: the only right way for Set-Cookie, whose values hold commas. */
  getAll(name: string): string[] {
    const wanted = normalize(name);
    const values: string[] = [];
    for (let i = 0; i < this.#fields.length; i += 2) {
      if (this.#fields[i] === wanted) values.push(this.#fields[i + 1] as string);
    }
    return values;
  }

  has(name: string): boolean {
    return this.#indexOf(normalize(name)) >= 0;
  }

  /** Puts `value` in the place of all that `name` had. Errors: as `append`. */
  set(name: string, value: string): void {
    const wanted = normalize(name);
    checkValue(wanted, value);
    this.#remove(wanted);
    this.#fields.push(wanted, value);
  }

  /** Adds a field. Errors: TypeError that names the field, when name or value cannot go on the wire. */
  append(name: string, value: string): void {
    const wanted = normalize(name);
    checkValue(wanted, value);
    this.#fields.push(wanted, value);
  }

  delete(name: string): void {
    this.#remove(normalize(name));
  }

  *[Symbol.iterator](): IterableIterator<[string, string]> {
    for (let i = 0; i < this.#fields.length; i += 2) {
      yield [this.#fields[i] as string, this.#fields[i + 1] as string];
    }
  }

  /** The fields as they go on the wire, each line with its CR LF. */
  encode(): string {
    let text = "";
    for (let i = 0; i < this.#fields.length; i += 2) {
      text += `${this.#fields[i]}: ${this.#fields[i + 1]}\r\n`;
    }
    return text;
  }

  #indexOf(lowerCaseName: string): number {
    for (let i = 0; i < this.#fields.length; i += 2) if (this.#fields[i] === lowerCaseName) return i;
    return -1;
  }

  #remove(lowerCaseName: string): void {
    for (let i = this.#indexOf(lowerCaseName); i >= 0; i = this.#indexOf(lowerCaseName))
      this.#fields.splice(i, 2);
  }
}

function checkValue(name: string, value: string): void {
  if (typeof value === "string" && VALUE.test(value)) return;
  throw new TypeError(`the value of header "${name}" has characters that a header cannot carry`);
}
