/**
 * Splits a command line of a transcript into words, the way a POSIX shell does for plain commands.
 * Called by transcript.ts. There is no shell behind it: what only a shell can do is an error here.
 */

export interface CommandLine {
  /** Leading assignments, as in `PORT=abc npm run day5`. */
  env: Record<string, string>;
  words: string[];
}

/** Throws an Error of one line for unbalanced quotes and for pipes, redirections, variables and the like. */
export function parseCommandLine(text: string): CommandLine {
  const words: string[] = [];
  let word: string | undefined;
  for (let rest = text; rest !== ""; ) {
    const [token, kind, value] = nextToken(rest, word === undefined);
    rest = rest.slice(token.length);
    if (kind === "text") word = (word ?? "") + value;
    else if (kind === "blank" && word !== undefined) {
      words.push(word);
      word = undefined;
    } else if (kind === "comment") break;
  }
  if (word !== undefined) words.push(word);
  const env: Record<string, string> = {};
  while (/^[A-Za-z_]\w*=/.test(words[0] ?? "")) {
    const assignment = words.shift() ?? "";
    const equals = assignment.indexOf("=");
    env[assignment.slice(0, equals)] = assignment.slice(equals + 1);
  }
  return { env, words };
}

type Token = [token: string, kind: "text" | "blank" | "comment", value: string];

/** The token at the start of `rest`: what it is made of, what it is, and the text it stands for. */
function nextToken(rest: string, atWordStart: boolean): Token {
  const take = (pattern: RegExp) => pattern.exec(rest)?.[0];
  // A backslash at the end of a line joins it with the next: it stands for nothing at all.
  if (rest.startsWith("\\\n")) return ["\\\n", atWordStart ? "blank" : "text", ""];
  const blank = take(/^\s+/);
  if (blank !== undefined) return [blank, "blank", ""];
  if (atWordStart && rest.startsWith("#")) return [rest, "comment", ""];
  const first = rest[0] ?? "";
  if (first === "'") {
    const quoted = take(/^'[^']*'/);
    if (quoted === undefined) throw new Error(`a single quote is never closed: ${rest}`);
    return [quoted, "text", quoted.slice(1, -1)];
  }
  if (first === '"') {
    const quoted = take(/^"(?:\\.|[^"\\])*"/s);
    if (quoted === undefined) throw new Error(`a double quote is never closed: ${rest}`);
    if (/(?<!\\)[$`]/.test(quoted)) throw new Error(`variables are not replaced in a transcript: ${quoted}`);
    // Between double quotes a backslash is special before these four only.
    return [
      quoted,
      "text",
      quoted
        .slice(1, -1)
        .replace(/\\\n/g, "")
        .replace(/\\(["\\$`])/g, "$1"),
    ];
  }
  if (first === "\\") return [rest.slice(0, 2), "text", rest.slice(1, 2)];
  if (/[|&;<>()$`]/.test(first)) {
    throw new Error(
      `"${first}" needs a shell, and a transcript has none: quote it, or mark the block \`norun\``,
    );
  }
  const plain = take(/^[^\s'"\\|&;<>()$`]+/) ?? first;
  return [plain, "text", plain];
}
