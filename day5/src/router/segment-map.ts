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

/** So many children with one first letter are compared one by one; more of them are faster found by hash. */
const FEW = 8;

const SLASH = 47;

export class SegmentMap<Value> {
  /** By the code of the first letter. The empty segment is found under the slash that ends it. */
  readonly #byFirst: (Child<Value>[] | undefined)[] = [];
  readonly #all = new Map<string, Child<Value>>();

  /** The value for `text`; made with `make` if it is not there yet. `text` is ASCII, as paths are. */
  getOrAdd(text: string, make: () => Value): Value {
    const known = this.#all.get(text);
    if (known !== undefined) return known.value;
    const codes = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
    const child = { text, codes, value: make() };
    const first = codes[0] ?? SLASH;
    while (this.#byFirst.length <= first) this.#byFirst.push(undefined);
    this.#byFirst[first] = [...(this.#byFirst[first] ?? []), child];
    this.#all.set(text, child);
    return child.value;
  }

  get(text: string): Value | null {
    return this.#all.get(text)?.value ?? null;
  }

  /** The child whose text is the segment of `path` that begins at `from`. */
  at(path: string, from: number): Child<Value> | null {
    const children = this.#byFirst[from === path.length ? SLASH : path.charCodeAt(from)];
    if (children === undefined) return null;
    if (children.length > FEW) return this.#all.get(path.slice(from, endOfSegment(path, from))) ?? null;
    for (let i = 0; i < children.length; i++) {
      const child = children[i] as Child<Value>;
      if (isSegment(path, from, child.codes)) return child;
    }
    return null;
  }

  /** By their text. For drawing. */
  sorted(): Child<Value>[] {
    return [...this.#all.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
  }
}

/** Where the segment ends that begins at `from`: at the next slash, or with the path. */
export function endOfSegment(path: string, from: number): number {
  const slash = path.indexOf("/", from);
  return slash < 0 ? path.length : slash;
}

/** Whether the whole segment at `from` is that text, not only its beginning: /v1 is not /v10. */
function isSegment(path: string, from: number, codes: readonly number[]): boolean {
  const end = from + codes.length;
  if (end > path.length || (end < path.length && path.charCodeAt(end) !== SLASH)) return false;
  for (let i = 0; i < codes.length; i++) if (path.charCodeAt(from + i) !== codes[i]) return false;
  return true;
}
