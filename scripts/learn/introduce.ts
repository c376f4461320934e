/** introduce: a lesson as it begins: what it is about, what is to be done, which files to open. Pure but for the page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lesson } from "../lessons/course.ts";
import type { Session } from "./session.ts";
import { counted, shown } from "./shown.ts";

/** More names than this are a number. */
const MOST_NAMES = 6;

export function introduce(session: Session, lesson: Lesson): string[] {
  const day = session.course.ofDay(lesson.day);
  const why = whyOf(readFileSync(join(session.args.root, lesson.page), "utf8"));
  const typed = lesson.files.filter(({ kind }) => kind === "type").map(({ path }) => path);
  const given = lesson.files
    .filter(({ kind }) => kind === "given" || kind === "read")
    .map(({ path }) => path);
  return [
    `Lesson ${lesson.id}: ${lesson.title}`,
    `(${day.indexOf(lesson) + 1} of ${day.length} of day ${lesson.day}, about ${lesson.minutes} minutes)`,
    ...(why === "" ? [] : ["", ...wrap(why, 88)]),
    "",
    `read   ${lesson.page}`,
    ...(typed.length === 0
      ? ["write  nothing: this one is to be read"]
      : typed.map((path) => `write  ${shown(path)}`)),
    ...(given.length === 0
      ? []
      : [
          `given  ${given.length > MOST_NAMES ? counted(given.length, "file") : given.map(shown).join(", ")}`,
        ]),
    `tests  ${lesson.tests.map(({ file }) => `tests/${file}`).join(", ") || "none"}`,
  ];
}

/** The sentences under the title. */
function whyOf(text: string): string {
  const body = text.replace(/^---\n[\s\S]*?\n---\n/, "");
  const under = /^# .*\n+([\s\S]*?)(?=\n##? |\n```|$(?![\s\S]))/m.exec(body)?.[1] ?? "";
  return under
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
