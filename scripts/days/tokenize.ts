/**
 * tokenize: cuts TypeScript into words, strings and marks, and drops comments, so that find-imports.ts cannot mistake
 * an `import` in a comment, a string, a template or a regular expression for a statement.
 * It never fails: what it does not know becomes a mark of one character.
 */

export interface Token {
  kind: "word" | "string" | "mark";
  /** As written; a string keeps its quotes. */
  text: string;
  /** Offset in the source, in UTF-16 code units. */
  index: number;
}

const SKIPPED = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const WORD = /[\p{ID_Continue}$#]+/uy;
/** The body of a regular expression; a class may hold an unescaped slash. */
const REGEXP = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** Template text up to its end or to the next hole. */
const TEMPLATE = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;
const MARK = /\+\+|--|[\s\S]/y;

/** After these words a slash begins a regular expression; after any other word it divides. */
const BEFORE_VALUE = new Set(
  "return typeof case in of do else void delete instanceof throw yield await".split(" "),
);
/** After these marks a value has ended, so a slash divides. */
const ENDS_VALUE = new Set([")", "]", "++", "--", "`"]);

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  /** One entry per open template hole: how many braces are open inside it. */
  const holes: number[] = [];
  let index = 0;

  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = index;
    const text = pattern.exec(source)?.[0] ?? null;
    index += text?.length ?? 0;
    return text;
  };
  const push = (kind: Token["kind"], text: string | null): boolean => {
    if (text !== null) tokens.push({ kind, text, index: index - text.length });
    return text !== null;
  };
  const template = (): void => {
    const hole = take(TEMPLATE)?.endsWith("${") ?? false;
    if (hole) holes.push(0);
    push("mark", hole ? "${" : "`");
  };

  while (index < source.length) {
    if (take(SKIPPED) !== null) continue;
    if (push("string", take(STRING)) || push("word", take(WORD))) continue;
    if (source[index] === "/" && valueMayBegin(tokens.at(-1)) && take(REGEXP) !== null) {
      // Stands for the whole expression: like the end of a template, it is a value that has ended.
      push("mark", "`");
      continue;
    }
    const mark = take(MARK);
    const depth = holes.at(-1);
    if (mark === "`") template();
    else if (mark === "}" && depth === 0) {
      holes.pop();
      template();
    } else {
      if (depth !== undefined && mark === "{") holes[holes.length - 1] = depth + 1;
      if (depth !== undefined && mark === "}") holes[holes.length - 1] = depth - 1;
      push("mark", mark);
    }
  }
  return tokens;
}

function valueMayBegin(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === "word") return BEFORE_VALUE.has(before.text);
  return before.kind === "mark" && !ENDS_VALUE.has(before.text);
}
