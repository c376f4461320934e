/**
 * Which line of the code refused a request, and which clause of a standard stands there: found by the words of the
 * answer, in the sources of the program that was asked. Nothing is kept beside the code that could part from it.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Decision {
  /** "day5/src/http/h1/framing.ts" */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** "RFC 9112 §6.1", by the comment next above; null where none is near. */
  readonly clause: string | null;
}

/** A clause so many lines above still speaks of the line. */
const NEAR = 14;

/** `folder` has `src`: "day5", "work". Null where no line of it says what the answer says. */
export function decisionOf(root: string, folder: string, answer: string): Decision | null {
  const body = /\r\n\r\n([\s\S]+)/.exec(answer)?.[1]?.trim();
  const said = body === undefined ? null : firstLine(body);
  if (said === null || !/^HTTP\/1\.1 [45]/.test(answer)) return null;
  const top = join(root, folder);
  for (const path of ["src", "examples"].flatMap((name) => sources(top, name))) {
    const lines = readFileSync(join(top, path), "utf8").split("\n");
    for (const [index, line] of lines.entries()) {
      for (const [, , text = ""] of line.matchAll(/(["`])((?:(?!\1).){8,}?)\1/g))
        if (fits(text, said))
          return {
            file: `${folder}/${path}`,
            line: index + 1,
            text: line.trim(),
            clause: clauseAbove(lines, index),
          };
    }
  }
  return null;
}

/** A client that wants JSON gets the same words in a field. */
function firstLine(body: string): string {
  return /"detail": ?"([^"]+)"/.exec(body)?.[1] ?? body.split("\n")[0] ?? "";
}

/** A template's values stand for any text. */
function fits(text: string, said: string): boolean {
  if (!text.includes("${")) return text === said;
  const pattern = text.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return pattern.join("").length > 8 && new RegExp(`^${pattern.join(".+")}$`).test(said);
}

/** "RFC 9112 §6.1"; a bare "§6.1" belongs to the RFC that was named last above it. */
function clauseAbove(lines: readonly string[], at: number): string | null {
  let isAlone = true;
  for (let index = at; index >= Math.max(0, at - NEAR); index--) {
    const line = lines[index] ?? "";
    // A comment of one line belongs to the line below it; that of a function to all of them.
    const isComment = index === at || /^\s*\/?\*/.test(line) || (isAlone && /^\s*\/\//.test(line));
    if (index < at && /HttpError\(|\bbad\(/.test(line)) isAlone = false;
    const [, full, bare] = /(RFC\s+\d+\s+§[\w.]*\w)|(§\d[\w.]*\w|§\d)/.exec(line) ?? [];
    if (isComment && full !== undefined) return full.replace(/\s+/g, " ");
    if (!isComment || bare === undefined) continue;
    const above = lines.slice(0, index).join("\n");
    const rfc = [...above.matchAll(/RFC\s+(\d+)/g)].at(-1)?.[1];
    return rfc === undefined ? null : `RFC ${rfc} ${bare}`;
  }
  return null;
}

function sources(top: string, folder: string): string[] {
  if (!existsSync(join(top, folder))) return [];
  return readdirSync(join(top, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .sort();
}
