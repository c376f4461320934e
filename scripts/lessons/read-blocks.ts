/**
 * readBlocks: the code blocks of a lesson page that touch the learner's tree, in page order. Called by read-page.ts.
 * What a block may say behind its language is decided here; a word that means nothing is an error.
 */
import { type LessonBlock, type LessonEntry, LessonError } from "./lesson.ts";
import type { CodePart } from "./page-parts.ts";

/** Blocks of other kinds, which touch nothing. */
const ASIDE = new Set(["sketch", "wrong", "predict", "red", "norun", "server", ""]);

const FORMS =
  "file=PATH, more=PATH, diff file=PATH, given=PATH touch the tree; sketch, wrong, predict, a path of the course do not";

/** Errors: LessonError. */
export function readBlocks(
  page: string,
  entries: readonly LessonEntry[],
  blocks: readonly CodePart[],
): LessonBlock[] {
  const found: LessonBlock[] = [];
  for (const { lang, meta, line, lines, heading } of blocks) {
    // A path alone: an excerpt of the course, which docs:check holds to its file.
    if (ASIDE.has(meta) || /^[\w./-]+\/[\w.-]+$/.test(meta)) {
      if (meta === "" && ["ts", "js", "diff"].includes(lang))
        throw new LessonError(page, line, `a ${lang} block that says nothing of itself: ${FORMS}`);
      continue;
    }
    const [, word = "", written = ""] = /^(file|more|given)=(\S+)$/.exec(meta) ?? [];
    if (word === "") throw new LessonError(page, line, `"${lang} ${meta}" is unknown: ${FORMS}`);
    if (word === "given") {
      if (lines.some((text) => text !== ""))
        throw new LessonError(
          page,
          line,
          `a given= block is empty: the page of given files prints ${written}`,
        );
      for (const one of written.split(","))
        found.push({
          kind: "given",
          path: owned(page, line, entries, one, ["given"]),
          line,
          lines: [],
          heading,
        });
      continue;
    }
    const kind = word === "more" ? "more" : lang === "diff" ? "diff" : "file";
    if (kind === "more" && lang === "diff")
      throw new LessonError(page, line, "a diff names its file with file=PATH, not with more=PATH");
    const path = owned(page, line, entries, written, ["type", "read"]);
    const last = found.findLast((block) => block.path === path);
    if (kind === "more" && (last === undefined || last.kind === "diff")) {
      const why = last === undefined ? "no block of this page began it" : "a diff was the last to touch it";
      throw new LessonError(page, line, `more=${written}, but ${why}: use file=${written} or a diff`);
    }
    found.push({ kind, path, line, lines, heading });
  }
  return found;
}

/** The path in the tree, when the head names it as one of `kinds`. */
function owned(
  page: string,
  line: number,
  entries: readonly LessonEntry[],
  written: string,
  kinds: readonly string[],
): string {
  const entry = entries.find((one) => one.written === written);
  if (entry !== undefined && kinds.includes(entry.kind)) return entry.path;
  const is = entry === undefined ? "the head does not name it" : `the head says it is ${entry.kind}`;
  throw new LessonError(page, line, `${written}: ${is}; put "${written}: ${kinds[0]}" below files`);
}
