/**
 * A map from texts that are known early to what they mean. HOT: each look-up of a path begins here. A Map
 * hashes a text that it has not seen before, which costs more than to compare it with the few of its length.
 */

/** So many keys of one length are compared one by one; more of them are faster found by hash. */
const FEW = 8;

interface Entry<Value> {
  readonly text: string;
  /** The code of the letter in the middle: one look there tells most texts of one length apart. */
  readonly middle: number;
  readonly value: Value;
}

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
