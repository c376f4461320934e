/**
 * syncPage: the blocks of one lesson page, brought to what the stage's files have become since a commit. Called by
 * lessons-sync.ts, which writes the page.
 */
import type { Lesson, LessonBlock } from "./lesson.ts";
import { changesOf, type Synced, syncDiff, syncLines } from "./sync-block.ts";

/** A file of the stage, at the commit and now; lines without the last line feed. */
export interface Versions {
  readonly before: readonly string[];
  readonly now: readonly string[];
}

export interface PageSync {
  readonly text: string;
  /** Lines of the page where a block was rewritten. */
  readonly rewritten: readonly number[];
  /** What a person has to look at. */
  readonly open: readonly { readonly line: number; readonly why: string }[];
}

/** `versions`: null for a file that did not change. */
export function syncPage(
  lesson: Lesson,
  text: string,
  versions: (path: string) => Versions | null,
): PageSync {
  const lines = text.split("\n");
  const rewritten: number[] = [];
  const open: { line: number; why: string }[] = [];
  // From the last block upwards, so that the lines of those above stay true.
  for (const block of [...lesson.blocks].reverse()) {
    if (block.kind === "given") continue;
    const changed = versions(block.path);
    if (changed === null) continue;
    const synced = syncBlock(block, changed);
    if (synced.kind === "open") open.unshift({ line: block.line, why: synced.why });
    if (synced.kind !== "new") continue;
    // The line of the fence is counted from 1, so it is the index of the first line of text.
    lines.splice(block.line, block.lines.length, ...synced.lines);
    rewritten.unshift(block.line);
  }
  return { text: lines.join("\n"), rewritten, open };
}

function syncBlock(block: LessonBlock, { before, now }: Versions): Synced {
  const changes = changesOf(before, now);
  return (block.kind === "diff" ? syncDiff : syncLines)(block.lines, before, changes);
}
