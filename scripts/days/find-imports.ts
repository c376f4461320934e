/**
 * findImports: every place where a file names another module: `import … from`, `import "…"`, `export … from`, and
 * `import("…")`. Called by check-imports.ts.
 */

import { type Token, tokenize } from "./tokenize.ts";

export interface Import {
  /** What stands between the quotes; null for an `import(…)` whose path is computed. */
  specifier: string | null;
  /**
   * True for `import type` and `export type`, which vanish when the program runs. `import { type A }` does not:
   * with verbatimModuleSyntax the module is still loaded. `import("…")` counts as loading too.
   */
  typeOnly: boolean;
  /** Counted from 1. */
  line: number;
}

export function findImports(source: string): Import[] {
  const tokens = tokenize(source);
  const imports: Import[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== "word" || tokens[at - 1]?.text === ".") continue;
    const found = readStatement(tokens, at);
    if (found !== null) imports.push({ ...found, line: source.slice(0, token.index).split("\n").length });
  }
  return imports;
}

function readStatement(tokens: Token[], at: number): Omit<Import, "line"> | null {
  if (tokens[at]?.text === "import") return readImport(tokens, at + 1);
  if (tokens[at]?.text === "export") return readExport(tokens, at + 1);
  return null;
}

function readImport(tokens: Token[], at: number): Omit<Import, "line"> | null {
  const next = tokens[at];
  if (next?.kind === "string") return { specifier: unquote(next), typeOnly: false };
  if (next?.text === "(") {
    const path = tokens[at + 1];
    const plain = path?.kind === "string" && [")", ","].includes(tokens[at + 2]?.text ?? "");
    return { specifier: plain ? unquote(path) : null, typeOnly: false };
  }
  const typeOnly = next?.text === "type" && !["from", ","].includes(tokens[at + 1]?.text ?? "");
  return readFrom(tokens, at, typeOnly);
}

function readExport(tokens: Token[], at: number): Omit<Import, "line"> | null {
  const typeOnly = tokens[at]?.text === "type";
  const list = typeOnly ? at + 1 : at;
  return ["{", "*"].includes(tokens[list]?.text ?? "") ? readFrom(tokens, list, typeOnly) : null;
}

/** Reads names up to `from "…"`. Any mark that no list of names holds (`.`, `:`, `;`, `=`) means: not this kind. */
function readFrom(tokens: Token[], at: number, typeOnly: boolean): Omit<Import, "line"> | null {
  for (let here = at; here < tokens.length; here++) {
    const token = tokens[here];
    const next = tokens[here + 1];
    if (token?.text === "from" && next?.kind === "string") return { specifier: unquote(next), typeOnly };
    if (token?.kind === "mark" && !["{", "}", ",", "*"].includes(token.text)) return null;
    // `export { a }` ends with its brace: what follows is another statement.
    if (token?.text === "}" && next?.text !== "from") return null;
  }
  return null;
}

function unquote(token: Token): string {
  return token.text.slice(1, -1);
}
