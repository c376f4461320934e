/**
 * Two maps from texts that are known early, where a Map would have to hash a text that it has not seen before: the
 * static children of a node, found where they stand in the path, and whole paths. HOT: a look-up asks the one once,
 * and the other at every node. The naive twin of both is a Map.
 */

export interface Child<Value> {
  readonly text: string;
  /** The characters of `text`: comparing numbers is faster than comparing characters of two texts. */
  readonly codes: readonly number[];
  readonly value: Value;
}

/**
 * So many are looked through one by one; more of them are first told apart by their first letter, or found by hash. Few
 * are the common case: a loop over them needs no hash, and a hash costs as much for two children as for two thousand.
 */
const FEW = 8;

const SLASH = 47;

/**
 * The static children of a node. It compares a child's text where it stands in the path: to cut the segment out would
 * make a string, and a Map would have to hash it.
 */
export class SegmentMap<Value> {
  /** All of them, in the order of registration. A child is never taken out again. */
  readonly #children: Child<Value>[] = [];
  /** By the code of the first letter, from more than FEW children on. */
  #byFirst: (Child<Value>[] | undefined)[] | null = null;
  /** From more than FEW children on: for those with one first letter may be many, too. */
  #byText: Map<string, Child<Value>> | null = null;

  /** The value for `text`; made with `make` if it is not there yet. */
  getOrAdd(text: string, make: () => Value): Value {
    const known = this.#find(text);
    if (known !== undefined) return known.value;
    const codes: number[] = [];
    for (let i = 0; i < text.length; i++) codes.push(text.charCodeAt(i));
    const child = { text, codes, value: make() };
    this.#children.push(child);
    if (this.#children.length > FEW) this.#index(child);
    return child.value;
  }

  get(text: string): Value | null {
    return this.#find(text)?.value ?? null;
  }

  /**
   * The child whose text is the segment of `path` that begins at `from`. The segment's end is found only where it
   * is needed: most children are ruled out by their length or their first letter.
   */
  at(path: string, from: number): Child<Value> | null {
    let children: Child<Value>[] | undefined = this.#children;
    if (this.#byFirst !== null) {
      children = this.#byFirst[firstOf(path, from)];
      if (children === undefined) return null;
      // Such as a thousand words that begin with "a": here the hash is the cheapest way.
      if (children.length > FEW) return this.#find(path.slice(from, endOfSegment(path, from))) ?? null;
    }
    for (let i = 0; i < children.length; i++) {
      const child = children[i] as Child<Value>;
      if (isSegment(path, from, child.codes)) return child;
    }
    return null;
  }

  #find(text: string): Child<Value> | undefined {
    if (this.#byText !== null) return this.#byText.get(text);
    return this.#children.find((child) => child.text === text);
  }

  /** Enters `child`, and the first time all others too. */
  #index(child: Child<Value>): void {
    const isFirst = this.#byText === null;
    this.#byText ??= new Map();
    this.#byFirst ??= [];
    for (const each of isFirst ? this.#children : [child]) {
      // A list by code and no Map: a letter is a small number, and so the look is one step.
      this.#byText.set(each.text, each);
      const first = firstOf(each.text, 0);
      while (this.#byFirst.length <= first) this.#byFirst.push(undefined);
      const alike = this.#byFirst[first];
      if (alike === undefined) this.#byFirst[first] = [each];
      else alike.push(each);
    }
  }
}

/** Where the segment ends that begins at `from`: at the next slash, or with the path. */
export function endOfSegment(path: string, from: number): number {
  const slash = path.indexOf("/", from);
  return slash < 0 ? path.length : slash;
}

/** The code of a segment's first letter; for an empty segment, of the slash that ends it. */
function firstOf(path: string, from: number): number {
  return from === path.length ? SLASH : path.charCodeAt(from);
}

/**
 * Whether the whole segment at `from` is that text. Its end is looked at first: there most differ. And it must be one:
 * a route `/v1` is not to catch `/v10`.
 */
function isSegment(path: string, from: number, codes: readonly number[]): boolean {
  const end = from + codes.length;
  if (end > path.length) return false;
  if (end < path.length && path.charCodeAt(end) !== SLASH) return false;
  for (let i = 0; i < codes.length; i++) if (path.charCodeAt(from + i) !== codes[i]) return false;
  return true;
}

interface Entry<Value> {
  readonly text: string;
  /** The code of the letter in the middle: one look there tells most texts of one length apart. */
  readonly middle: number;
  readonly value: Value;
}

/**
 * From paths without names to their routes: each look-up begins here. A Map hashes a text that it has not seen before,
 * which costs more than to compare it with the few of its length.
 */
export class TextMap<Value> {
  /** At index n the keys of n characters: one look rules out all keys of other lengths. */
  readonly #byLength: Entry<Value>[][] = [];
  /** Every key once more, for the lengths of which there are many. */
  readonly #all = new Map<string, Value>();

  /** `text` must be new to the map. Called while routes are declared, never by a request. */
  add(text: string, value: Value): void {
    while (this.#byLength.length <= text.length) this.#byLength.push([]);
    this.#byLength[text.length]?.push({ text, middle: middleOf(text), value });
    this.#all.set(text, value);
  }

  get(text: string): Value | null {
    const entries = this.#byLength[text.length];
    if (entries === undefined || entries.length === 0) return null;
    if (entries.length > FEW) return this.#all.get(text) ?? null;
    const middle = middleOf(text);
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] as Entry<Value>;
      if (entry.middle === middle && entry.text === text) return entry.value;
    }
    return null;
  }
}

/** Beginnings are alike in paths, and often the ends are, too. */
function middleOf(text: string): number {
  return text.length === 0 ? 0 : text.charCodeAt(text.length >> 1);
}
