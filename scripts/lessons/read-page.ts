/**
 * readPage: one lesson page as a Lesson, but for its folders: which files those hold depends on the lessons before.
 * Called by course.ts. It reads the page alone, and never the code that the page speaks of.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Lesson, LessonError } from "./lesson.ts";
import { type CodePart, readParts } from "./page-parts.ts";
import { readBlocks } from "./read-blocks.ts";
import { readContract } from "./read-contract.ts";
import { readHead } from "./read-head.ts";
import { readQuestion } from "./read-question.ts";
import { readWrong } from "./read-wrong.ts";

export type Unexpanded = Omit<Lesson, "files">;

/** "docs/day1/02-frames.md" → day, number and name; null for a page that is no lesson. */
export function nameOf(page: string): { day: number; number: number; name: string } | null {
  const [, day, number, name = ""] = /^docs\/day(\d)\/(\d\d)-([a-z0-9-]+)\.md$/.exec(page) ?? [];
  return day === undefined ? null : { day: Number(day), number: Number(number), name };
}

/** Errors: LessonError. */
export function readPage(root: string, page: string): Unexpanded {
  const named = nameOf(page);
  if (named === null) throw new LessonError(page, 1, "the name of a lesson page is docs/dayN/NN-name.md");
  const text = readFileSync(join(root, page), "utf8").replaceAll("\r\n", "\n");
  const { minutes, invariants, program, entries, tests, wrong } = readHead(page, text);
  const parts = readParts(text);
  const title = parts.find((part) => part.kind === "heading" && part.depth === 1);
  if (title?.kind !== "heading") throw new LessonError(page, 1, "the page has no title: a line `# …`");
  const code = parts.filter((part): part is CodePart => part.kind === "code");
  const red = code.filter(({ lang, meta }) => lang === "text" && meta === "red");
  return {
    id: `${named.day}.${named.number}`,
    ...named,
    page,
    title: title.text,
    minutes,
    invariants,
    program,
    entries,
    tests,
    red: red.flatMap(({ lines }) => lines).filter((line) => line.trim() !== ""),
    blocks: readBlocks(page, entries, code),
    wrong: readWrong(page, wrong, parts),
    question: readQuestion(page, parts),
    contract: readContract(page, parts),
  };
}
