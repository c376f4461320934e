/**
 * One session, as one request sees it: what was stored when it was first asked for, and what the request has changed.
 * Changes are kept here until the answer is ready; then `Sessions` writes them, and nothing where nothing changed. It
 * never waits, but in `update`: a handler that has a session has it whole.
 */

/**
 * Names with a NUL are ours: no program can name a value so. CREATED is when the session was made and never changes;
 * RENEWED is when its end was last moved on. Both are milliseconds since 1970, as JSON.
 */
export const CREATED = "\0created";
export const RENEWED = "\0renewed";
/** Stands before the name of a flash: `own.get("note")` and `own.takeFlash("note")` are two things. */
const FLASH = "\0flash ";

/** What becomes of the session when the answer is ready. The strongest wish wins: what is destroyed stays so. */
export type Fate = "kept" | "renewed id" | "destroyed";

/**
 * What the request has decided. Made with the SessionUse of a request, filled in by its Session, read once when the
 * answer is ready. A name is in `set` or in `remove`, never in both.
 */
export interface SessionChanges {
  /** JSON by name. Only what differs from what was stored. */
  readonly set: Map<string, string>;
  /** Names that were stored, and shall not be any more. */
  readonly remove: Set<string>;
  fate: Fate;
}

/** Writes one value at once, if it still is what `before` says. Null: there is no session to write to yet. */
export type WriteNow = (name: string, next: (before: string | undefined) => string) => Promise<string | null>;

/**
 * Made by SessionUse when a handler first asks, and gone with the request; the next request of the client gets
 * another.
 */
export class Session {
  /** JSON by name, as it was stored when the request first asked; and what `update` has stored since. */
  readonly #stored: Map<string, string>;
  /** Belongs to the SessionUse, which writes it. */
  readonly #changes: SessionChanges;
  /** Of the SessionUse, which has the storage. Only `update` calls it. */
  readonly #writeNow: WriteNow;
  /** There was none: it is made when something is put into it. */
  readonly isNew: boolean;

  constructor(stored: ReadonlyMap<string, string> | null, changes: SessionChanges, writeNow: WriteNow) {
    this.isNew = stored === null;
    this.#stored = new Map(stored);
    this.#changes = changes;
    this.#writeNow = writeNow;
  }

  /** A copy: to change what is stored, `set` it. */
  get<Value = unknown>(name: string): Value | undefined {
    const text = this.#text(checkName(name));
    return text === undefined ? undefined : (JSON.parse(text) as Value);
  }

  /** `value` is stored as JSON. Errors: TypeError for one that has none, and for a name with a NUL. */
  set(name: string, value: unknown): void {
    this.#put(checkName(name), value);
  }

  /** One that is not there is no error: two requests may log out at once. */
  delete(name: string): void {
    this.#remove(checkName(name));
  }

  /**
   * Makes a new value of the stored one, and stores it at once: for counters and lists, which two requests of one
   * session may change at the same time. `next` may be asked again, with what the other has written. Returns the value.
   * Where this request has set or deleted the value itself, `next` gets that, and it is written with the rest.
   * Errors: what `next` throws; HttpError 401 when the session was ended elsewhere, 503 when too many write at once.
   */
  async update<Value>(name: string, next: (before: Value | undefined) => Value): Promise<Value> {
    const isOwn = this.#changes.set.has(checkName(name)) || this.#changes.remove.has(name);
    const text = isOwn
      ? null
      : await this.#writeNow(name, (before) =>
          toJson(next(before === undefined ? undefined : (JSON.parse(before) as Value))),
        );
    if (text !== null) {
      this.#stored.set(name, text);
      return JSON.parse(text) as Value;
    }
    // Not stored yet, this value or the whole session: no other request can have changed it.
    const value = next(this.get<Value>(name));
    this.#put(name, value);
    return value;
  }

  /** A word for the next request, and for no other: "your changes are saved". */
  flash(name: string, value: unknown): void {
    this.#put(FLASH + checkName(name), value);
  }

  /** What an earlier request has left under `name`; it is gone then. */
  takeFlash<Value = unknown>(name: string): Value | undefined {
    const key = FLASH + checkName(name);
    const text = this.#text(key);
    if (text === undefined) return undefined;
    this.#remove(key);
    return JSON.parse(text) as Value;
  }

  /**
   * The same session under a new id. To be called at each login and whenever rights change: an id that was known, or
   * chosen, before is worth nothing then.
   */
  regenerate(): void {
    if (this.#changes.fate === "kept") this.#changes.fate = "renewed id";
  }

  /** Ends it, here and on all servers; the client is told to forget its id. */
  destroy(): void {
    this.#changes.fate = "destroyed";
    this.#changes.set.clear();
    for (const name of this.#stored.keys()) this.#changes.remove.add(name);
  }

  /** The JSON that counts for this request; undefined: there is none. */
  #text(name: string): string | undefined {
    if (this.#changes.remove.has(name)) return undefined;
    return this.#changes.set.get(name) ?? this.#stored.get(name);
  }

  /** Errors: as `toJson`. The session is then as it was. */
  #put(name: string, value: unknown): void {
    const text = toJson(value);
    this.#changes.remove.delete(name);
    // Put again as it is: nothing to write.
    if (this.#stored.get(name) === text) this.#changes.set.delete(name);
    else this.#changes.set.set(name, text);
  }

  /** What was never stored need not be removed: it is enough to forget that it was set. */
  #remove(name: string): void {
    this.#changes.set.delete(name);
    if (this.#stored.has(name)) this.#changes.remove.add(name);
  }
}

/** Errors: TypeError for a function, a symbol, undefined; as JSON.stringify for a circle and a BigInt. */
function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined)
    throw new TypeError(`a ${typeof value} cannot be kept in a session: it has no JSON`);
  return text;
}

/** Errors: TypeError. A name with a NUL could be one of ours. */
function checkName(name: string): string {
  if (typeof name === "string" && name !== "" && !name.includes("\0")) return name;
  throw new TypeError("the name of a value in a session must be a text without a NUL");
}
