/**
 * Header fields in order, with names in lower case (RFC 9110 §5.1: names are case-insensitive). A field
 * may occur several times. They are kept in one flat list: there are few, and no name, not even
 * `__proto__`, means anything to a list.
 */

export type HeadersInit = Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

/** RFC 9110 §5.6.2 and §5.5. What is not matched could end the field and begin another one. */
const NAME = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

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
    const wanted = name.toLowerCase();
    const values: string[] = [];
    for (let i = 0; i < this.#fields.length; i += 2) {
      if (this.#fields[i] === wanted) values.push(this.#fields[i + 1] as string);
    }
    return values;
  }

  has(name: string): boolean {
    const wanted = name.toLowerCase();
    for (let i = 0; i < this.#fields.length; i += 2) if (this.#fields[i] === wanted) return true;
    return false;
  }

  /** Puts `value` in the place of all that `name` had. Errors: as `append`. */
  set(name: string, value: string): void {
    check(name, value);
    this.delete(name);
    this.#fields.push(name.toLowerCase(), value);
  }

  /** Adds a field. Errors: TypeError that names the field, when name or value cannot go on the wire. */
  append(name: string, value: string): void {
    check(name, value);
    this.#fields.push(name.toLowerCase(), value);
  }

  delete(name: string): void {
    const wanted = name.toLowerCase();
    for (let i = this.#fields.length - 2; i >= 0; i -= 2) {
      if (this.#fields[i] === wanted) this.#fields.splice(i, 2);
    }
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
}

function check(name: string, value: string): void {
  if (!NAME.test(name)) throw new TypeError(`${JSON.stringify(name)} is not a header name`);
  if (typeof value !== "string" || !VALUE.test(value)) {
    throw new TypeError(`the value of header "${name}" has characters that a header cannot carry`);
  }
}
