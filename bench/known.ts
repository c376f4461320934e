/** Reads what stands behind an option: a list of words, such as `--only ray,bun`, or a number. */

import { readCount } from "../scripts/shared/numbers.ts";

/** Errors: one of them is not written as a whole number from 1 to 100,000. */
export function wholeNumbers(texts: readonly string[]): number[] {
  return texts.map((text) => {
    const count = readCount(text, 1, 100_000);
    if (count === null) throw new Error(`numbers are whole, from 1 to 100000, not "${text}"`);
    return count;
  });
}

/** The words of `text`. Errors: one that is none of `words`, with all that there are. */
export function known(what: string, text: string, words: readonly string[]): string[] {
  const list = text.split(",");
  const wrong = list.find((word) => !words.includes(word));
  if (wrong !== undefined) throw new Error(`no ${what} is called ${wrong}; there are ${words.join(", ")}`);
  return list;
}
