/**
 * describeLesson: what a learner changes to get from one day to a later one, as lines of text. Called by
 * scripts/days-diff.ts. It describes the folders as they are and takes only the sentences from days.json.
 */

import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from "diff";
import { countLines } from "../shared/count-lines.ts";
import type { Paint } from "../shared/paint.ts";
import type { Manifest } from "./manifest.ts";
import type { Tree } from "./tree.ts";

interface Edited {
  file: string;
  patch: StructuredPatch;
  added: number;
  removed: number;
}

/**
 * @param days the days the learner walks through: those after `from`, up to and with the day of `to`.
 * @param stat only the lists, no patches.
 */
export function describeLesson(from: Tree, to: Tree, days: Manifest, paint: Paint, stat: boolean): string[] {
  const fresh = [...to.files].filter(([file]) => !from.files.has(file));
  const gone = [...from.files.keys()].filter((file) => !to.files.has(file));
  const edited = findEdited(from, to);
  const lines = [
    paint("bold", `day${from.day} → day${to.day}`),
    ...days.map((day) => `day${day.number}: ${day.idea}`),
  ];

  lines.push("", paint("bold", `New files (${fresh.length})`));
  for (const [file, content] of fresh) {
    lines.push(`  ${file}, ${plural(countLines(content), "line")}: ${sentences(days, file)}`);
  }
  lines.push("", paint("bold", `Changed files (${edited.length})`));
  for (const { file, added, removed } of edited) {
    lines.push(`  ${file}, +${added} -${removed}: ${sentences(days, file)}`);
  }
  // A day keeps every file of the day before: days:check would refuse such a course.
  if (gone.length > 0) lines.push("", `Missing on day${to.day}: ${gone.join(", ")}; see npm run days:check`);
  if (!stat) for (const one of edited) lines.push("", ...describePatch(one, days, paint));

  const freshLines = sum(fresh.map(([, content]) => countLines(content)));
  const added = sum(edited.map((one) => one.added));
  const removed = sum(edited.map((one) => one.removed));
  const news = `${plural(fresh.length, "new file")} (${plural(freshLines, "line")})`;
  lines.push("", `${news}, ${plural(edited.length, "changed file")} (+${added} -${removed})`);
  return lines;
}

function findEdited(from: Tree, to: Tree): Edited[] {
  const edited: Edited[] = [];
  for (const [file, old] of from.files) {
    const now = to.files.get(file);
    if (now === undefined || now.equals(old)) continue;
    const names = [`day${from.day}/src/${file}`, `day${to.day}/src/${file}`] as const;
    const patch = structuredPatch(
      ...names,
      old.toString("utf8"),
      now.toString("utf8"),
      undefined,
      undefined,
      { context: 3 },
    );
    const marks = patch.hunks.flatMap((hunk) => hunk.lines.map((line) => line[0]));
    const count = (mark: string) => marks.filter((one) => one === mark).length;
    edited.push({ file, patch, added: count("+"), removed: count("-") });
  }
  return edited;
}

function describePatch({ file, patch }: Edited, days: Manifest, paint: Paint): string[] {
  const text = formatPatch(patch, FILE_HEADERS_ONLY).replace(/\n$/, "");
  return [
    paint("bold", `${file}: ${sentences(days, file)}`),
    ...text.split("\n").map((line) => colour(line, paint)),
  ];
}

function colour(line: string, paint: Paint): string {
  if (line.startsWith("--- ") || line.startsWith("+++ ")) return paint("bold", line);
  if (line.startsWith("@@")) return paint("cyan", line);
  if (line.startsWith("+")) return paint("green", line);
  return line.startsWith("-") ? paint("red", line) : line;
}

/** Why the file is new or changed; over several days, each day that touched it says its own sentence. */
function sentences(days: Manifest, file: string): string {
  const told = days.flatMap((day) => {
    const why = day.adds.get(file) ?? day.changes.get(file)?.why;
    if (why === undefined) return [];
    return [days.length > 1 ? `(day${day.number}) ${why}` : why];
  });
  return told.length > 0 ? told.join(" ") : "not listed in days.json; see npm run days:check";
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
