/**
 * readContract: the table below "What the tests ask": which names a lesson's tests expect in which file, and which
 * messages and codes. Called by read-page.ts; check-contract.ts holds it to the code.
 */
import { type ContractRow, LessonError, treePath } from "./lesson.ts";
import type { PagePart } from "./page-parts.ts";

export const CONTRACT = "What the tests ask";

/** Errors: LessonError. */
export function readContract(page: string, parts: readonly PagePart[]): ContractRow[] {
  const rows: ContractRow[] = [];
  for (const part of parts) {
    if (part.kind !== "prose" || part.section !== CONTRACT) continue;
    const lines = part.source.split("\n");
    if (!lines[0]?.startsWith("|")) continue;
    const head = cells(lines[0]).map((cell) => cell.trim().toLowerCase());
    if (head.join(" ") !== "file exports says")
      throw new LessonError(page, part.line, "the table's head must be | file | exports | says |");
    let path = "";
    for (const [index, text] of lines.entries()) {
      if (index < 2) continue;
      const [file = "", names = "", says = ""] = cells(text);
      // A row without a file goes on about the one above.
      const [written] = spans(file);
      if (written !== undefined) path = treePath(written);
      if (path === "")
        throw new LessonError(page, part.line + index, "the row names no file: write `net/conn.ts`");
      rows.push({ path, names: spans(names), says: spans(says), line: part.line + index });
    }
  }
  return rows;
}

/** Of a table row, between its bars. */
function cells(line: string): string[] {
  return line.split(/(?<!\\)\|/).slice(1, -1);
}

/** The code spans of a cell. */
function spans(cell: string): string[] {
  return [...cell.matchAll(/(`+)(.+?)\1/g)].map(([, , text = ""]) => text.replaceAll("\\|", "|").trim());
}
