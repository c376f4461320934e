/**
 * checkUnused: nothing that a day exports may wait for a later day. Each exported name, and each public member of an
 * exported class, is used on that day: in its src, its examples, or the tests up to it.
 * That index.ts passes a value on is no use of it; a type that it passes on may be for programs to name.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FACES } from "./faces.ts";
import { findExports, type Offer } from "./find-exports.ts";
import type { Problem } from "./problem.ts";
import { tokenize } from "./tokenize.ts";
import type { Tree } from "./tree.ts";

/** Of a word: how often it stands in each file. */
type Words = Map<string, Map<string, number>>;

export function checkUnused(root: string, tree: Tree): Problem[] {
  const words: Words = new Map();
  const passedOn = new Set<string>();
  for (const [file, content] of tree.files) {
    const source = content.toString("utf8");
    if (FACES.includes(file)) for (const { text } of tokenize(source)) passedOn.add(text);
    else count(words, file, source);
  }
  for (const file of others(root, tree.day)) count(words, file, readFileSync(join(root, file), "utf8"));
  const offers = [...tree.files].flatMap(([file, content]) => {
    if (!file.endsWith(".ts") || FACES.includes(file)) return [];
    return findExports(content.toString("utf8")).map((offer) => ({ file, offer }));
  });
  // A member's name may be declared by several classes: that is no use of it.
  const declared = new Map<string, number>();
  for (const { offer } of offers) declared.set(offer.name, (declared.get(offer.name) ?? 0) + 1);
  const isUsed = (file: string, { name, kind }: Offer): boolean => {
    const places = words.get(name) ?? new Map<string, number>();
    if (kind === "member") return sum([...places.values()]) > (declared.get(name) ?? 0);
    if ([...places.keys()].some((place) => place !== file)) return true;
    // What its own file works with is at work today; only the word `export` may be for later.
    return (places.get(file) ?? 0) > 1 || (kind === "type" && passedOn.has(name));
  };
  return offers
    .filter(({ file, offer }) => !isUsed(file, offer))
    .map(({ file, offer }) => ({ days: [tree.day], text: describe(file, offer) }));
}

function describe(file: string, { name, owner, line }: Offer): string {
  const what = owner === null ? name : `${owner}.${name}`;
  return `${file} line ${line} offers ${what}, which nothing of this day uses: let it come on the day that needs it`;
}

/** The day's examples and the tests up to it, relative to `root`. */
function others(root: string, day: number): string[] {
  const folders = [`day${day}/examples`, "tests/support"];
  for (let n = 1; n <= day; n++) folders.push(`tests/day${n}`);
  return folders.flatMap((folder) => {
    try {
      const names = readdirSync(join(root, folder), { recursive: true }) as string[];
      return names.filter((name) => /\.[mc]?ts$/.test(name)).map((name) => `${folder}/${name}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  });
}

function count(words: Words, file: string, source: string): void {
  for (const { kind, text } of tokenize(source)) {
    if (kind !== "word") continue;
    const places = words.get(text) ?? new Map<string, number>();
    places.set(file, (places.get(file) ?? 0) + 1);
    words.set(text, places);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
