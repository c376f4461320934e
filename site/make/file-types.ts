/** What the names of a file are, line by line, as a page shows them. Made by build.ts of what types.ts has found. */
import type { TypedLines, TypedName } from "./types.ts";

/** The names of a file by its lines, for a block that shows it as it was before the lesson ended. */
export class FileTypes {
  readonly #lines: readonly string[];
  readonly #typed: TypedLines;

  constructor(text: string, typed: TypedLines) {
    this.#lines = text.split("\n");
    this.#typed = typed;
  }

  /** `line` stood at `at` then; later blocks may have moved it. */
  of(line: string, at: number): readonly TypedName[] {
    let best = -1;
    for (const [index, text] of this.#lines.entries())
      if (text === line && (best < 0 || Math.abs(index - at) < Math.abs(best - at))) best = index;
    return this.#typed.get(best) ?? [];
  }
}
