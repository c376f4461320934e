/** What keys of the watch show, and what `u` offers. Called by watch.ts. */
import type { Lesson } from "../lessons/course.ts";
import type { Check } from "./check.ts";
import { nextHint } from "./hints.ts";
import { diff, list, pageLines } from "./look.ts";
import type { Session } from "./session.ts";

/** Null for a key that shows nothing. */
export function shownBy(
  key: string,
  session: Session,
  lesson: Lesson,
  last: Check | null,
): readonly string[] | null {
  switch (key) {
    case "h":
      return nextHint(session, last);
    case "d":
      return diff(session).lines;
    case "r":
      return pageLines(session, lesson);
    case "l":
      return list(session).lines;
    default:
      return null;
  }
}

/** By how many pages a key turns what is shown. */
export function turnBy(key: string): number {
  if (key === "space" || key === "down" || key === "page down") return 1;
  return key === "b" || key === "up" || key === "page up" ? -1 : 0;
}

export interface Offer {
  readonly lines: readonly string[];
  /** The command line that a key of it stands for; null for any other key. */
  readonly chosen: (key: string) => { readonly words: readonly string[]; readonly all: boolean } | null;
}

/** The files that the learner writes, by number. */
export function offerOf(lesson: Lesson): Offer {
  const typed = lesson.files.filter(({ kind }) => kind === "type").map(({ path }) => path);
  // A key is one digit.
  const offered = typed.slice(0, 9);
  const numbered = offered.map((path, index) => `  [${index + 1}] ${path.replace(/^src\//, "")}`);
  const what = "The course's file in place of yours, which is kept (npm run learn mine):";
  return {
    lines: [what, "", ...numbered, "  [a] all of them", "", "Any other key: none."],
    chosen: (key) => {
      const path = offered[Number(key) - 1];
      if (key === "a") return { words: [], all: true };
      return path === undefined ? null : { words: [path], all: false };
    },
  };
}
