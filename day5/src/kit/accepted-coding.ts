/**
 * Which content coding a client would rather have (RFC 9110 §12.5.3). Pure. Asked by `staticFiles` where files stand
 * compressed beside their originals, and by `compress`. A client that says nothing gets the original: it may be one that cannot decode
 * anything.
 */

/**
 * The first of `offered` among those that the client likes best; null: send it as it is.
 * @param field Accept-Encoding; null where the client has sent none.
 * @param offered in the order that we like: "br" before "gzip".
 */
export function acceptedCoding<Coding extends string>(
  field: string | null,
  offered: readonly Coding[],
): Coding | null {
  if (field === null) return null;
  // What is malformed is left out: the client gets what it certainly can read.
  const weights = new Map<string, number>();
  for (const element of field.split(",")) {
    const [, coding, weight] =
      /^[\t ]*([^\t ;]+)[\t ]*(?:;[\t ]*q=([01](?:\.\d{0,3})?)[\t ]*)?$/i.exec(element) ?? [];
    if (coding !== undefined) weights.set(coding.toLowerCase(), weight === undefined ? 1 : Number(weight));
  }
  const others = weights.get("*") ?? 0;
  let best: Coding | null = null;
  // As it is, it is always good enough, unless the client says that it would rather not.
  let bestWeight = Math.min(weights.get("identity") ?? 0, 0.999);
  for (const coding of offered) {
    const weight = weights.get(coding) ?? others;
    if (weight > bestWeight) {
      best = coding;
      bestWeight = weight;
    }
  }
  return best;
}
