/**
 * Which parts of a file a client asks for (RFC 9110 §14.1.2). Pure. Asked by `sendFile`. What it does not understand
 * it takes for no wish at all, as §14.2 says: a client then gets the whole file, which is never wrong.
 */

/** Both ends count: `0-0` is one byte. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** As many are answered; a client that wants more gets the whole file, which is less work for both (§14.2). */
const MOST_RANGES = 16;

/**
 * The ranges that `field` asks for, in its order and cut to a file of `size` bytes. Null: it asks for nothing that we
 * know, or for so much that it gets the whole file. An empty list: none of it is there (416).
 */
export function parseRanges(field: string, size: number): readonly ByteRange[] | null {
  // Units other than bytes are no wish that we know. The name of the unit is compared without case (§14.1).
  const set = /^bytes[\t ]*=(.*)$/i.exec(field)?.[1];
  if (set === undefined) return null;
  const specs = set.split(",", MOST_RANGES + 1).map((spec) => spec.trim());
  if (specs.length > MOST_RANGES) return null;
  const ranges: ByteRange[] = [];
  for (const spec of specs) {
    // Fifteen digits stay exact in a JavaScript number, and are more than any file has.
    const [, first, last] = /^(\d{0,15})-(\d{0,15})$/.exec(spec) ?? [];
    if (first === undefined || last === undefined || first + last === "") return null;
    if (first !== "" && last !== "" && Number(last) < Number(first)) return null;
    const range = first === "" ? suffix(Number(last), size) : span(Number(first), last, size);
    if (range !== null) ranges.push(range);
  }
  // Who asks for the same bytes again and again makes us send more than there is (§17.15).
  const total = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  return total > size ? null : ranges;
}

/** `-500`: the last 500 bytes. */
function suffix(count: number, size: number): ByteRange | null {
  return count === 0 || size === 0 ? null : { first: Math.max(0, size - count), last: size - 1 };
}

/** `0-499`, or `500-` to the end. Null where it begins behind the end. */
function span(first: number, last: string, size: number): ByteRange | null {
  return first >= size ? null : { first, last: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}
