/** Reads a list of words from an option, such as `--only ray,bun`. */

/** The words of `text`. Errors: one that is none of `words`, with all that there are. */
export function known(what: string, text: string, words: readonly string[]): string[] {
  const list = text.split(",");
  const wrong = list.find((word) => !words.includes(word));
  if (wrong !== undefined) throw new Error(`no ${what} is called ${wrong}; there are ${words.join(", ")}`);
  return list;
}
