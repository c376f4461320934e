/**
 * The static children of a node. It compares a child's text where it stands in the path: to cut the segment
 * out would make a string, and a Map would have to hash it. HOT: the walk asks it at every node.
 * Its naive twin is a Map that is asked for the segment.
 */

export interface Child<Value> {
  readonly text: string;
  /** The characters of `text`: comparing numbers is faster than comparing characters of two texts. */
  readonly codes: readonly number[];
  readonly value: Value;
}

/**
 * So many children are looked through one by one; more of them are first told apart by their first letter. Few are the
 * common case: a loop over them needs no hash, and a hash costs as much for two children as for two thousand.
 */
const FEW = 8;

const SLASH = 47;

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
