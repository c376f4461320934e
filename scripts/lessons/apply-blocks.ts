/**
 * applyBlocks: what the blocks of a page make of a file. Called by trees.ts.
 * A diff must fit exactly once: what fits nowhere is old, and what fits twice leaves the reader to guess.
 */
import { type LessonBlock, LessonError, writtenPath } from "./lesson.ts";

/** `before`: the file's text, undefined when there is none. `page` is for errors: LessonError. */
export function applyBlocks(
  page: string,
  blocks: readonly LessonBlock[],
  before: string | undefined,
): string | undefined {
  let text = before;
  for (const block of blocks) {
    const joined = `${block.lines.join("\n")}\n`;
    if (block.kind === "file") text = joined;
    else if (block.kind === "more") text = (text ?? "") + joined;
    else if (block.kind === "diff") text = applyDiff(page, block, text);
  }
  return text;
}

export interface Hunk {
  /** Of the page. */
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Errors: LessonError for a line that begins neither with a space nor with + or -. */
export function hunksOf(page: string, block: LessonBlock): Hunk[] {
  const hunks: { line: number; before: string[]; after: string[] }[] = [];
  for (const [index, text] of block.lines.entries()) {
    const line = block.line + 1 + index;
    if (text.startsWith("@@")) {
      hunks.push({ line, before: [], after: [] });
      continue;
    }
    if (hunks.length === 0) hunks.push({ line, before: [], after: [] });
    const hunk = hunks.at(-1);
    const rest = text.slice(1);
    // An editor takes the space from an empty line of context.
    if (text === "" || text.startsWith(" ")) {
      hunk?.before.push(rest);
      hunk?.after.push(rest);
    } else if (text.startsWith("-")) hunk?.before.push(rest);
    else if (text.startsWith("+")) hunk?.after.push(rest);
    else
      throw new LessonError(
        page,
        line,
        `a line of a diff begins with " ", "+" or "-", not with "${text[0]}"`,
      );
  }
  return hunks;
}

function applyDiff(page: string, block: LessonBlock, before: string | undefined): string {
  const name = writtenPath(block.path);
  if (before === undefined)
    throw new LessonError(
      page,
      block.line,
      `the diff changes ${name}, which is not there yet: use file=${name}`,
    );
  // The text ends with a line feed, so the last piece is empty and no line.
  let lines = before.split("\n").slice(0, -1);
  for (const hunk of hunksOf(page, block)) {
    const fail = (what: string) => new LessonError(page, hunk.line, what);
    if (hunk.before.join("\n") === hunk.after.join("\n")) throw fail(`the diff of ${name} changes nothing`);
    if (hunk.before.length === 0)
      throw fail(`the diff of ${name} does not say where: add a line of context around what is new`);
    const places = placesOf(hunk.before, lines);
    const [at] = places;
    if (at === undefined) throw fail(`the diff does not fit ${name}: ${nearest(hunk.before, lines)}`);
    if (places.length > 1) {
      const where = places.map((place) => place + 1).join(", ");
      throw fail(
        `the diff fits ${name} ${places.length} times (lines ${where}): add context until it is one`,
      );
    }
    lines = [...lines.slice(0, at), ...hunk.after, ...lines.slice(at + hunk.before.length)];
  }
  return `${lines.join("\n")}\n`;
}

/** Where `part` stands in `lines`, each counted from 0. */
export function placesOf(part: readonly string[], lines: readonly string[]): number[] {
  const places: number[] = [];
  for (let at = 0; at + part.length <= lines.length; at++)
    if (part.every((text, index) => lines[at + index] === text)) places.push(at);
  return places;
}

/** The place where most lines from the top fit, and what differs there. */
function nearest(part: readonly string[], lines: readonly string[]): string {
  let best = { at: 0, fit: 0 };
  for (let at = 0; at < lines.length; at++) {
    const differs = part.findIndex((text, index) => lines[at + index] !== text);
    if (differs > best.fit) best = { at, fit: differs };
  }
  const wanted = part[best.fit]?.trim() ?? "";
  if (best.fit === 0) return `no line of it is "${wanted}"`;
  const there = lines[best.at + best.fit]?.trim() ?? "(its end)";
  return `its line ${best.at + best.fit + 1} is "${there}", the page has "${wanted}"`;
}
