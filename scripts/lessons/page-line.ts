/** pageLine: where a page shows a line of a file, for a problem that was found in the file. Called by the checks. */
import type { Lesson } from "./lesson.ts";

/**
 * The line of the page that shows line `index` (from 0) of a file of the tree; where a diff has moved the lines, the
 * file's first block; the head, when the page shows nothing of it.
 */
export function pageLine(lesson: Lesson, path: string, index: number): number {
  const blocks = lesson.blocks.filter((block) => block.path === path && block.kind !== "given");
  let from = 0;
  for (const { kind, line, lines } of blocks) {
    if (kind === "file") from = 0;
    else if (kind === "diff") break;
    if (index < from + lines.length) return line + 1 + index - from;
    from += lines.length;
  }
  return blocks[0]?.line ?? lesson.entries.find((entry) => path.startsWith(entry.path))?.line ?? 1;
}
