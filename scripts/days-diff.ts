/**
 * npm run days:diff -- 2 3: what a learner changes to get from one day to a later one; with --stat only the lists.
 * The text is made in days/lesson.ts.
 */

import { runCommand } from "./days/command.ts";
import { CourseError } from "./days/course-error.ts";
import { describeLesson } from "./days/lesson.ts";
import { loadManifest } from "./days/manifest.ts";
import { readTree, type Tree } from "./days/tree.ts";
import { painter } from "./shared/paint.ts";

runCommand({
  usage: "Usage: npm run days:diff -- FROM TO [--stat] [--root DIR], such as 2 3 or day2 day3",
  flags: ["stat"],
  run({ root, words, flags }) {
    if (words.length !== 2) throw new CourseError("Give two days.", 2);
    const manifest = loadManifest(root);
    const [from = 0, to = 0] = words.map((word) => dayNumber(word, manifest.length));
    if (from >= to) throw new CourseError(`day${to} does not come after day${from}.`, 2);
    const paint = painter(process.stdout, process.env);
    const lesson = describeLesson(
      existing(root, from),
      existing(root, to),
      manifest.slice(from, to),
      paint,
      flags.has("stat"),
    );
    return { lines: lesson, ok: true };
  },
});

function dayNumber(word: string, last: number): number {
  const number = Number(/^(?:day)?([1-9]\d*)$/.exec(word)?.[1] ?? 0);
  if (number >= 1 && number <= last) return number;
  throw new CourseError(`There is no day '${word}'; the days are 1 to ${last}.`, 2);
}

function existing(root: string, day: number): Tree {
  const tree = readTree(root, day);
  if (tree.exists) return tree;
  throw new CourseError(`day${day}/src: there is no such folder in ${root}.`);
}
