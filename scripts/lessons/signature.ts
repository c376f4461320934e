/**
 * Signatures as a lesson's table writes them, and as a file has them. Called by check-contract.ts. It reads words and
 * marks, no types: two signatures are the same when they say the same, wherever their lines are broken.
 */

import { tokenize } from "../days/tokenize.ts";

export interface ParsedName {
  /** The class in `Conn.readFrame`, an object of it in `conn.readFrame`; else null. */
  readonly owner: string | null;
  readonly name: string;
  /** "constructor" for `new X(…)`. */
  readonly called: string;
  /** Null when the table says the name alone. */
  readonly signature: Signature | null;
}

interface Signature {
  readonly params: readonly Param[];
  /** "" where nothing is said. */
  readonly returns: string;
}

interface Param {
  /** "" for one that is taken apart in the head: `{ a, b }: T`. */
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
}

const KEYWORDS =
  /^(?:(?:export|async|class|function|const|interface|type|abstract|static|readonly|get|set)\s+)+/;

/** `new X(…)` is X with the signature of its constructor. Null for what names nothing. */
export function parseName(span: string): ParsedName | null {
  const isNew = span.startsWith("new ");
  const plain = span.replace(/^new /, "").replace(KEYWORDS, "");
  const [head = "", first = "", second] = /^([A-Za-z_$][\w$]*)(?:\.([A-Za-z_$][\w$]*))?/.exec(plain) ?? [];
  if (head === "") return null;
  const name = second ?? first;
  const rest = squeeze(plain.slice(head.length)).replace(/;$/, "");
  return {
    owner: second === undefined ? null : first,
    name,
    called: isNew ? "constructor" : name,
    signature: readSignature(rest),
  };
}

/** Whether one of the places where `text` has that name has that signature. */
export function hasSignature({ called, signature }: ParsedName, text: string): boolean {
  if (signature === null) return true;
  const squeezed = squeeze(text);
  const places = [...squeezed.matchAll(new RegExp(`(?<![\\w$.#"'])${called}[?]?(?=[(<])`, "g"))];
  return places.some(({ 0: whole, index }) => {
    const there = readSignature(squeezed.slice(index + whole.length));
    return there !== null && isSame(signature, there);
  });
}

/** The line of `text` that has the name, for a reader who compares. */
export function signatureIn({ called }: ParsedName, text: string): string {
  const line = text.split("\n").find((each) => new RegExp(`\\b${called}\\s*[(<]`).test(each));
  return line === undefined ? "it has no such signature" : `there it is \`${line.trim()}\``;
}

function isSame(said: Signature, there: Signature): boolean {
  if (said.params.length !== there.params.length) return false;
  if (said.returns !== "" && there.returns !== "" && said.returns !== there.returns) return false;
  return said.params.every((param, index) => {
    const other = there.params[index] as Param;
    if (param.name !== "" && other.name !== "" && param.name !== other.name) return false;
    if (param.type === "" || other.type === "") return true;
    return param.type === other.type && param.isOptional === other.isOptional;
  });
}

/** `squeezed` begins with "(" or "<"; null when it does not. */
function readSignature(squeezed: string): Signature | null {
  const generics = squeezed.startsWith("<") ? balanced(squeezed) : "";
  const rest = squeezed.slice(generics.length);
  if (!rest.startsWith("(")) return null;
  const inside = balanced(rest);
  const behind = rest.slice(inside.length);
  const returns = behind.startsWith(":") ? upTo(behind.slice(1)) : "";
  const params = split(inside.slice(1, -1)).map(readParam);
  return { params, returns };
}

function readParam(text: string): Param {
  const [, rawName = "", mark = "", type = ""] =
    /^(?:(?:readonly|private|public) )?(\.{0,3}[\w$]+|\{.*?\}|\[.*?\])(\??)(?::(.*))?$/.exec(
      text.replace(/(?<!=)=(?!>).*$/, ""),
    ) ?? [];
  const hasDefault = /(?<!=)=(?!>)/.test(text);
  const name = /^[{[]/.test(rawName) ? "" : rawName;
  return { name, type, isOptional: mark === "?" || hasDefault };
}

const OPEN = "([{<";
const CLOSE = ")]}>";

/** From an opening bracket to the one that closes it. */
function balanced(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if (OPEN.includes(char)) depth++;
    // The arrow of a function type closes nothing.
    else if (CLOSE.includes(char) && !(char === ">" && text[at - 1] === "=")) depth--;
    if (depth === 0) return text.slice(0, at + 1);
  }
  return text;
}

/** A type, up to what ends it: the body, a semicolon, a comma. */
function upTo(text: string): string {
  let at = 0;
  // A type that is an object begins with the bracket with which a body begins.
  while (at < text.length && !";,=)".includes(text[at] ?? "")) {
    const char = text[at] ?? "";
    if (char === "{" && at > 0 && /[\w)\]>}]/.test(text[at - 1] ?? "")) break;
    if (OPEN.includes(char)) at += balanced(text.slice(at)).length;
    else at++;
    if (text.startsWith("=>", at)) at += 2;
  }
  return text.slice(0, at);
}

/** At the commas that stand in no bracket. */
function split(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && OPEN.includes(text[at] ?? "")) at += balanced(text.slice(at)).length - 1;
    else if (at === text.length || text[at] === ",") {
      if (at > from) parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return parts;
}

/** Without comments, last commas and spaces but those between two words: a signature may be broken over lines. */
export function squeeze(text: string): string {
  let squeezed = "";
  let wasWord = false;
  for (const { text: token } of tokenize(text)) {
    const isWord = /^[\w$#]/.test(token);
    squeezed += wasWord && isWord ? ` ${token}` : token;
    wasWord = isWord;
  }
  return squeezed.replaceAll(",)", ")");
}
