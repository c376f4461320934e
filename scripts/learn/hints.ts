/**
 * Hints, from the lesson's page and nowhere else: first what could go wrong, then the section that speaks of the file
 * that fails, at last its code. Each call shows the next one.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lesson, LessonBlock } from "../lessons/course.ts";
import { type PagePart, readParts, textOf } from "../lessons/page-parts.ts";
import { type Check, check } from "./check.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import { placeOf } from "./place.ts";
import type { Session } from "./session.ts";
import { shown } from "./shown.ts";

export async function hint(session: Session): Promise<Outcome> {
  const { lesson, state } = session.underWay;
  const result = await check(session, lesson);
  if (result.isGreen) return done(`Lesson ${lesson.id} is green: npm run learn next`);
  const { args } = session;
  const hints = hintsOf(session, result);
  const level =
    args.level ?? (args.all ? hints.length : Math.min((state.hints[lesson.id] ?? 0) + 1, hints.length));
  if (level > hints.length) return refused(`There are ${hints.length} hints for this failure.`);
  session.desk.note((now) => ({ ...now, hints: { ...now.hints, [lesson.id]: level } }));
  return done(...hintLines(hints, args.all ? 1 : level, level));
}

/** The next hint for what a check has found; noted as shown. */
export function nextHint(session: Session, last: Check | null): string[] {
  if (last === null || last.isGreen) return ["There is nothing to hint at: [r] is the page."];
  const { id } = last.lesson;
  const hints = hintsOf(session, last);
  const level = Math.min((session.desk.state?.hints[id] ?? 0) + 1, hints.length);
  session.desk.note((state) => ({ ...state, hints: { ...state.hints, [id]: level } }));
  return hintLines(hints, level, level);
}

/** Those from one level to another. */
export function hintLines(hints: readonly (readonly string[])[], from: number, to: number): string[] {
  return hints.slice(from - 1, to).flatMap((lines, index) => {
    const level = from + index;
    const more =
      level < hints.length ? "npm run learn hint: the next one" : "that was the last: npm run learn use FILE";
    return [`Hint ${level} of ${hints.length}`, "", ...lines, ...(level === to ? ["", more] : [""])];
  });
}

/** The hints for what a check found, the gentlest first. At least one. */
export function hintsOf(session: Session, { lesson, verdict }: Check): string[][] {
  const parts = readParts(readFileSync(join(session.args.root, lesson.page), "utf8"));
  const place = placeOf(session, lesson, verdict);
  const typed = lesson.files.filter(({ kind }) => kind === "type").map(({ path }) => path);
  const path = place?.path != null && typed.includes(place.path) ? place.path : (typed[0] ?? null);
  const heading = place?.heading ?? "The code";
  return [troubles(parts), section(parts, heading), path === null ? [] : code(lesson, path)].filter(
    (lines) => lines.length > 0,
  );
}

/** The rows of "What could go wrong". */
function troubles(parts: readonly PagePart[]): string[] {
  const rows = tableRows(parts);
  return rows
    .flatMap((row) => {
      const [see = "", because = "", act = ""] = cells(row);
      return see === "" ? [] : [`you see   ${see}`, `because   ${because}`, `do        ${act}`, ""];
    })
    .slice(0, -1);
}

/** To the parser, which knows no tables, one is a paragraph. */
function tableRows(parts: readonly PagePart[]): string[] {
  const prose = parts.filter((part) => part.kind === "prose" && part.section === "What could go wrong");
  const lines = prose.flatMap((part) => (part.kind === "prose" ? part.source.split("\n") : []));
  return lines.filter((line) => line.startsWith("|")).slice(2);
}

function cells(row: string): string[] {
  return row
    .replace(/^\||\|\s*$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** The prose under a heading, without its code. */
function section(parts: readonly PagePart[], heading: string): string[] {
  const from = parts.findIndex((part) => part.kind === "heading" && part.text === heading);
  const to = parts.findIndex((part, index) => index > from && part.kind === "heading");
  const prose = parts.slice(from + 1, to < 0 ? undefined : to).filter((part) => part.kind === "prose");
  const texts = prose.map((part) => (part.kind === "prose" ? textOf(part.node).trim() : "")).filter(Boolean);
  return from < 0 || texts.length === 0 ? [] : [heading, "", ...texts.join("\n\n").split("\n")];
}

/** All that the page shows of a file. */
function code(lesson: Lesson, path: string): string[] {
  const blocks = lesson.blocks.filter((block) => block.path === path && block.kind !== "given");
  return blocks.length === 0
    ? []
    : [`${shown(path)}, from ${lesson.page}:`, "", ...blocks.flatMap(shownAlone)];
}

/** A change of lines stands apart from the lines that it changes. */
function shownAlone({ kind, lines }: LessonBlock, index: number): readonly string[] {
  return kind === "diff" && index > 0 ? ["", "then change it:", "", ...lines] : lines;
}
