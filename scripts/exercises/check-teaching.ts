/**
 * checkTeaching: the table of times in docs/teaching.md says what the heads of lessons and tasks say. Called by
 * exercises-check.ts; with `--write` the table is written anew.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCourse } from "../lessons/course.ts";
import { DAYS, type Exercise, textOf } from "./exercise.ts";
import type { Break } from "./read-breaks.ts";

const PAGE = "docs/teaching.md";
const HEAD = "| day | lessons | minutes | tasks | minutes | defects |";

export function checkTeaching(
  root: string,
  exercises: readonly Exercise[],
  breaks: readonly Break[],
  isWriting: boolean,
): string[] {
  const text = textOf(root, PAGE);
  const at = text.indexOf(HEAD);
  if (text === "") return [];
  if (at < 0) return [`${PAGE}: it has no table "${HEAD}"`];
  const { lessons } = readCourse(root);
  const sum = (list: readonly { readonly minutes: number }[]) =>
    list.reduce((total, { minutes }) => total + minutes, 0);
  const rows = DAYS.map((day) => {
    const [own, tasks] = [lessons, exercises].map((list) => list.filter((each) => each.day === day));
    const defects = breaks.filter((each) => each.day === day).length;
    return `| ${day} | ${own?.length} | ${sum(own ?? [])} | ${tasks?.length} | ${sum(tasks ?? [])} | ${defects} |`;
  });
  const table = `${[HEAD, "| --- | --- | --- | --- | --- | --- |", ...rows].join("\n")}\n`;
  const end = text.indexOf("\n\n", at) + 1;
  if (text.slice(at, end) === table) return [];
  if (!isWriting)
    return [`${PAGE}: its table of times is not that of the pages: npm run exercises:check -- --write`];
  writeFileSync(join(root, PAGE), text.slice(0, at) + table + text.slice(end));
  return [];
}
