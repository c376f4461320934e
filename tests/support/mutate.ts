/** Seeded random damage to requests: the same seed gives the same requests on every machine. */

/** Numbers from 0 up to 1; mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What parsers stumble over. */
const PIECES = [
  ...'\r\n\0 \t:,;="0159afG#/?*\x7f\x80\xff',
  "\r\n",
  "\r\n\r\n",
  "\n\n",
  "Content-Length: 5\r\n",
  "Content-Length: 0\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Connection: close\r\n",
  "Expect: 100-continue\r\n",
  "Host: b\r\n",
  " HTTP/1.0",
  "0\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
];

export class Mutator {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number {
    return Math.floor(this.#random() * end);
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)] as Value;
  }

  /** `text` with one to four pieces of damage. */
  mutate(text: string): string {
    let mutated = text;
    for (let count = 1 + this.below(4); count > 0; count -= 1) mutated = this.#damage(mutated);
    return mutated;
  }

  #damage(text: string): string {
    const at = this.below(text.length + 1);
    const length = this.below(this.below(4) === 0 ? 20 : 3);
    const behind = text.slice(at + length);
    switch (this.below(5)) {
      case 0:
        return text.slice(0, at) + behind;
      case 1:
        return text.slice(0, at) + this.pick(PIECES) + text.slice(at);
      case 2:
        return text.slice(0, at) + this.pick(PIECES) + behind;
      case 3:
        return text.slice(0, at) + text.slice(at, at + length).repeat(2) + behind;
      default:
        return text.slice(0, at) + String.fromCharCode(this.below(256)) + behind;
    }
  }
}
