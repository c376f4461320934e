/**
 * The faces of the framework: the files through which programs see it, `ray`, `ray/net`, `ray/event-loop`,
 * `ray/testing`, `ray/fetch`, `ray/wrap`, and one for each battery. Asked by the checks; findNames reads what a face gives to its importers.
 */

import { findExports } from "./find-exports.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** What the core offers: all that a battery may see. */
const CORE_FACES: readonly string[] = [
  "index.ts",
  "net.ts",
  "event-loop.ts",
  "testing.ts",
  "fetch.ts",
  "wrap.ts",
];

/**
 * Features that stand on the faces as a program would; each is a folder of src, with a face of its own in it.
 * `testing` is none: it builds by hand what the server builds for a connection, and so knows the core's own parts.
 */
export const BATTERIES: readonly string[] = [
  "kit",
  "extract",
  "middleware",
  "cookie",
  "session",
  "static",
  "stream",
  "ws",
];

export const FACES: readonly string[] = [...CORE_FACES, ...BATTERIES.map((battery) => `${battery}/index.ts`)];

export interface Names {
  /** Values and types, each once. */
  readonly names: ReadonlySet<string>;
  /** The line, counted from 1, of an `export * from`: what it gives cannot be read here. */
  readonly wildcard: number | null;
}

/** The names that a file exports: its own and those that it passes on. */
export function findNames(source: string): Names {
  const tokens = tokenize(source);
  const names = new Set<string>();
  let wildcard: number | null = null;
  for (const [at, token] of tokens.entries()) {
    if (token.text !== "export" || token.kind !== "word" || tokens[at - 1]?.text === ".") continue;
    const list = tokens[at + 1]?.text === "type" ? at + 2 : at + 1;
    if (tokens[list]?.text === "{") for (const name of listed(tokens, list + 1)) names.add(name);
    // `export * as all` is one name.
    else if (tokens[list]?.text === "*" && tokens[list + 1]?.text === "as")
      names.add(tokens[list + 2]?.text ?? "");
    else if (tokens[list]?.text === "*") wildcard ??= source.slice(0, token.index).split("\n").length;
  }
  for (const { name, owner } of findExports(source)) if (owner === null) names.add(name);
  return { names, wildcard };
}

/** Of `a, type B, c as d }`: the last word before each comma, and before the brace. */
function listed(tokens: readonly Token[], from: number): string[] {
  const names: string[] = [];
  for (let at = from; at < tokens.length; at++) {
    const text = tokens[at]?.text ?? "";
    const before = tokens[at - 1];
    if ((text === "," || text === "}") && before?.kind === "word") names.push(before.text);
    if (text === "}") break;
  }
  return names;
}
