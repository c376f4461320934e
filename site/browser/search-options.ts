/** How the search cuts words, for the build that makes the index and for the page that asks it: it must be one way. */

export interface Entry {
  readonly id: number;
  readonly title: string;
  /** The page of a section, the file of a name. */
  readonly from: string;
  readonly url: string;
  readonly text: string;
  readonly names: string;
}

const WORD = /[\p{L}\p{N}_$]+/gu;
const HAN = /\p{Script=Han}/u;
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** "readFrame" is found as a whole, and by "read" and "frame"; 回溯查找 by 回溯. */
export function cut(text: string): string[] {
  const words = text.match(WORD) ?? [];
  return words.flatMap((word) => {
    if (HAN.test(word)) return [...segmenter.segment(word)].map(({ segment }) => segment);
    const parts = word.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
    return parts.length > 1 ? [word, ...parts] : [word];
  });
}

export const searchOptions = {
  fields: ["title", "from", "text", "names"],
  storeFields: ["title", "from", "url", "text"],
  tokenize: cut,
  processTerm: (term: string) => term.toLowerCase(),
  searchOptions: {
    boost: { title: 4, from: 1.5, names: 0.4 },
    prefix: true,
    fuzzy: (term: string) => (term.length > 5 ? 0.2 : false),
    combineWith: "AND" as const,
  },
};
