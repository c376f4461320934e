/**
 * What a reader of a lesson is shown around a code block: which lines of the file it is, and what stands above and
 * below. Called by code-block.ts. A diff is laid onto the file as the learner has it by then, as `lessons:check` does.
 */
import { applyBlocks, hunksOf, placesOf } from "../../scripts/lessons/apply-blocks.ts";
import { type Lesson, type LessonBlock, treeAfter, treeBefore } from "../../scripts/lessons/course.ts";

/** A line of the file, and what the block does with it. */
export interface ShownLine {
  readonly kind: "near" | "same" | "add" | "del" | "gap";
  /** Which text the line is in: the file before the block, or behind it. */
  readonly of: "before" | "after";
  /** In that text, from 0. */
  readonly at: number;
}

export interface Shown {
  readonly lines: readonly ShownLine[];
  readonly before: string;
  readonly after: string;
  /** "class Conn, readFrame": where the first changed line is. */
  readonly symbol: string;
}

/** So many lines around a change are shown in grey, with what the block shows itself. */
const NEAR = 3;

/** By the line of the page where the fence opens. Blocks that touch no file are not in it. */
export function lessonCode(root: string, lessons: readonly Lesson[], lesson: Lesson): Map<number, Shown> {
  const shown = new Map<number, Shown>();
  // What is read lies whole in the tree when the lesson starts; its blocks begin with what was there before.
  const tree = new Map(treeBefore(root, lessons, lesson));
  for (const block of lesson.blocks) {
    if (block.kind === "given") continue;
    const before = block.kind === "file" ? "" : (tree.get(block.path) ?? "");
    const after = applyBlocks(lesson.page, [block], before) ?? "";
    tree.set(block.path, after);
    shown.set(
      block.line,
      block.kind === "diff" ? ofDiff(lesson, block, before, after) : ofPiece(before, after),
    );
  }
  return shown;
}

/** The files that a lesson types or prints, as they are behind it. */
export function filesAfter(root: string, lessons: readonly Lesson[], lesson: Lesson): Map<string, string> {
  const tree = treeAfter(root, lessons, lesson);
  const own = lesson.files.filter(({ kind }) => kind === "type" || kind === "read");
  return new Map(own.map(({ path }) => [path, tree.get(path) ?? ""]));
}

function ofPiece(before: string, after: string): Shown {
  const from = before === "" ? 0 : before.split("\n").length - 1;
  const to = after.split("\n").length - 1;
  const lines = Array.from({ length: to - from }, (_, index) => line("same", "after", from + index));
  return { lines, before, after, symbol: from === 0 ? "" : symbolAt(after, from) };
}

function ofDiff(lesson: Lesson, block: LessonBlock, before: string, after: string): Shown {
  const lines: ShownLine[] = [];
  let symbol = "";
  // Lines that the hunks above have added: how far the numbers behind them have moved.
  let moved = 0;
  let end = 0;
  const old = before.split("\n").slice(0, -1);
  const signs = signsOf(block.lines);
  for (const [index, hunk] of hunksOf(lesson.page, block).entries()) {
    const at = placesOf(hunk.before, old)[0] ?? 0;
    const from = Math.max(end, at - NEAR + leading(hunk.before, hunk.after));
    if (lines.length > 0 && from > end) lines.push(line("gap", "before", end));
    for (let near = from; near < at; near++) lines.push(line("near", "before", near));
    lines.push(...inside(signs[index] ?? [], at, at + moved));
    const behind = at + hunk.before.length;
    const room = Math.max(0, NEAR - leading([...hunk.before].reverse(), [...hunk.after].reverse()));
    end = Math.min(old.length, behind + room);
    for (let near = behind; near < end; near++) lines.push(line("near", "before", near));
    symbol ||= symbolAt(before, at + leading(hunk.before, hunk.after));
    moved += hunk.after.length - hunk.before.length;
  }
  return { lines, before, after, symbol };
}

/** A hunk line by line, as its author wrote it. */
function inside(signs: readonly string[], old: number, fresh: number): ShownLine[] {
  let [a, b] = [old, fresh];
  return signs.map((sign) => {
    if (sign === "-") return line("del", "before", a++);
    if (sign === "+") return line("add", "after", b++);
    a++;
    return line("same", "after", b++);
  });
}

/** The first sign of each line, by hunks. An editor takes the blank from an empty line of context. */
function signsOf(lines: readonly string[]): string[][] {
  const hunks: string[][] = [];
  for (const [index, text] of lines.entries()) {
    if (text.startsWith("@@") || index === 0) hunks.push([]);
    if (!text.startsWith("@@")) hunks.at(-1)?.push(text[0] ?? " ");
  }
  return hunks;
}

/** How many lines both begin with. */
function leading(before: readonly string[], after: readonly string[]): number {
  const differs = before.findIndex((text, index) => text !== after[index]);
  return differs < 0 ? before.length : differs;
}

/** The class, function or method around a line, by the way the course indents. */
export function symbolAt(text: string, at: number): string {
  const lines = text.split("\n").slice(0, at + 1);
  const top = lines.findLastIndex((one) => /^\S/.test(one) && !/^[})\]/*]/.test(one));
  const name = /^(?:export )?(?:default )?(?:abstract |async )*(class|function\*?|interface) (\w+)/.exec(
    lines[top] ?? "",
  );
  if (name === null) return "";
  const member = lines
    .slice(top + 1)
    .findLast((one) => /^ {2}[\w#*[]/.test(one) && /[({]$/.test(one.trimEnd()));
  const method = /^ {2}(?:(?:readonly|private|static|async|get|set|override) |\*)*([#\w]+)\s*[(<]/.exec(
    member ?? "",
  );
  return `${name[1]} ${name[2]}${method === null || name[1] !== "class" ? "" : `, ${method[1]}`}`;
}

function line(kind: ShownLine["kind"], of: ShownLine["of"], at: number): ShownLine {
  return { kind, of, at };
}
