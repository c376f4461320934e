/**
 * A map that is asked about a piece of a longer text without cutting the piece out: a piece would be a new
 * string, and a Map would have to hash it. HOT: the walk through the trie asks it at every node.
 * Its naive twin is a Map that is asked for `text.slice(from, to)`.
 */

interface Entry<Value> {
  readonly text: string;
  /** The characters of `text`: numbers are compared faster than two texts are, character by character. */
  readonly codes: readonly number[];
  readonly value: Value;
}

/** So many keys of one length are compared one by one; more of them are faster found by hash. */
const FEW = 8;

export class TextMap<Value> {
  /** At index n the keys of n characters: most of what is asked for differs in length already. */
  readonly #byLength: Entry<Value>[][] = [];
  readonly #all = new Map<string, Value>();

  /** `text` must be new to the map. */
  add(text: string, value: Value): void {
    while (this.#byLength.length <= text.length) this.#byLength.push([]);
    const codes = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
    this.#byLength[text.length]?.push({ text, codes, value });
    this.#all.set(text, value);
  }

  /** In the order in which they were added. */
  entries(): Iterable<[text: string, value: Value]> {
    return this.#all;
  }

  get(text: string): Value | null {
    const entries = this.#byLength[text.length];
    if (entries === undefined) return null;
    if (entries.length > FEW) return this.#all.get(text) ?? null;
    for (const entry of entries) if (entry.text === text) return entry.value;
    return null;
  }

  /** The value of the key that stands in `text` from `from` up to `to`. */
  getAt(text: string, from: number, to: number): Value | null {
    const entries = this.#byLength[to - from];
    if (entries === undefined) return null;
    if (entries.length > FEW) return this.#all.get(text.slice(from, to)) ?? null;
    for (const entry of entries) if (standsAt(text, from, entry.codes)) return entry.value;
    return null;
  }
}

function standsAt(text: string, from: number, codes: readonly number[]): boolean {
  for (let i = 0; i < codes.length; i++) if (text.charCodeAt(from + i) !== codes[i]) return false;
  return true;
}
