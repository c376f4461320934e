/**
 * findExports: what a file offers to others: the names it exports, and the public members of its exported classes.
 * Called by check-unused.ts. It reads words and marks, no types.
 */

import { type Token, tokenize } from "./tokenize.ts";

export interface Offer {
  name: string;
  /** A type vanishes when the program runs; a member stands for a method, a getter or a field. */
  kind: "value" | "type" | "member";
  /** The class of a member; else null. */
  owner: string | null;
  /** Counted from 1. */
  line: number;
}

const DECLARATIONS: Readonly<Record<string, "value" | "type">> = {
  class: "value",
  function: "value",
  const: "value",
  let: "value",
  interface: "type",
  type: "type",
};
const BEFORE_DECLARATION = new Set(["abstract", "async", "default", "declare"]);
const MODIFIERS = new Set(
  "static readonly get set async override public protected declare abstract".split(" "),
);
const BEHIND_MEMBER = new Set(["(", ":", "=", ";", "<", "?", "!"]);

export function findExports(source: string): Offer[] {
  const tokens = tokenize(source);
  const line = (token: Token) => source.slice(0, token.index).split("\n").length;
  const offers: Offer[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.text !== "export" || token.kind !== "word") continue;
    let here = at + 1;
    while (BEFORE_DECLARATION.has(tokens[here]?.text ?? "")) here++;
    const kind = DECLARATIONS[tokens[here]?.text ?? ""];
    const named = tokens[here + (tokens[here + 1]?.text === "*" ? 2 : 1)];
    // `export type { A } from` and `export { a }` pass on what another file offers.
    if (kind === undefined || named?.kind !== "word") continue;
    offers.push({ name: named.text, kind, owner: null, line: line(named) });
    if (tokens[here]?.text !== "class") continue;
    for (const member of membersOf(tokens, here)) {
      offers.push({ name: member.text, kind: "member", owner: named.text, line: line(member) });
    }
  }
  return offers;
}

/** The names of the public members of the class whose keyword stands at `at`. */
function membersOf(tokens: readonly Token[], at: number): Token[] {
  const members: Token[] = [];
  let here = at;
  while (here < tokens.length && tokens[here]?.text !== "{") here++;
  let depth = 0;
  let begins = false;
  for (; here < tokens.length; here++) {
    const token = tokens[here] as Token;
    if ("{([".includes(token.text)) depth++;
    else if ("})]".includes(token.text)) depth--;
    if (depth === 0) break;
    if (depth > 1) {
      begins = false;
      continue;
    }
    if (["{", "}", ";"].includes(token.text)) begins = true;
    else if (token.kind === "word" && begins && MODIFIERS.has(token.text)) {
      // A modifier that is the name itself, such as a method `get(`.
      if (BEHIND_MEMBER.has(tokens[here + 1]?.text ?? "")) members.push(token);
      else continue;
      begins = false;
    } else {
      const isPublic = token.kind === "word" && !token.text.startsWith("#") && token.text !== "constructor";
      if (begins && isPublic && BEHIND_MEMBER.has(tokens[here + 1]?.text ?? "")) members.push(token);
      begins = false;
    }
  }
  return members;
}
