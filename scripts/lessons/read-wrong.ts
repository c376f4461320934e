/**
 * readWrong: the code that a page marks as wrong (`ts wrong`), with what it takes the place of: the head says so, in the
 * order of the blocks. Called by read-page.ts; lived through by check-wrong.ts.
 */
import { LessonError, treePath, type WrongCode } from "./lesson.ts";
import type { PagePart } from "./page-parts.ts";

/** An entry of the head's `wrong`. */
export interface WrongPlace {
  /** As the page writes it: "net/conn.ts". */
  readonly file: string;
  /** The first line that is replaced, without its indent; it stands in the file once. */
  readonly from: string;
  /** So many lines are. */
  readonly lines: number;
}

export const WRONG_FORM = 'write { file: net/conn.ts, from: "its first line", lines: 2 } for each `ts wrong`';

export function readWrongPlace(value: unknown): WrongPlace | null {
  const { file, from, lines } = (value ?? {}) as Partial<WrongPlace>;
  const isWhole =
    typeof file === "string" && typeof from === "string" && Number.isInteger(lines) && Number(lines) > 0;
  return isWhole ? { file, from, lines: Number(lines) } : null;
}

/** Errors: LessonError. */
export function readWrong(
  page: string,
  places: readonly WrongPlace[],
  parts: readonly PagePart[],
): WrongCode[] {
  const found: WrongCode[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind !== "code" || part.meta !== "wrong") continue;
    const place = places[found.length];
    if (place === undefined)
      throw new LessonError(
        page,
        part.line,
        `the head does not say what this takes the place of: wrong: ${WRONG_FORM}`,
      );
    const next = parts[index + 1];
    const said = next?.kind === "prose" ? next.source.replace(/\s+/g, " ") : "";
    const { file, from, lines: count } = place;
    found.push({ path: treePath(file), from, count, lines: part.lines, line: part.line, said });
  }
  if (found.length === places.length) return found;
  throw new LessonError(
    page,
    1,
    `wrong: the head has ${places.length} entries, the page ${found.length} blocks`,
  );
}
