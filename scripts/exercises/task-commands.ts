/** The commands about one exercise: show, start, check, hint, solution, undo. Called by exercise.ts; never print. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { done, type Outcome, refused, UsageError } from "../learn/outcome.ts";
import { invariantOf } from "../learn/place.ts";
import type { Arguments } from "./arguments.ts";
import type { ExerciseBook } from "./book.ts";
import { checkAnswer } from "./check-answer.ts";
import { type Exercise, findByName, readExercises, textOf } from "./exercise.ts";
import { LEVELS, readHints } from "./hints.ts";

const TSCONFIG = `${JSON.stringify({ extends: "../../../exercises/tsconfig.json", include: ["."] }, null, 2)}\n`;

/** Where a learner's answer lies, below the root. As deep as the starter is: its imports stay right. */
export function folderOf({ day, folder }: Exercise): string {
  return `work/exercises/day${day}-${folder.slice(folder.lastIndexOf("/") + 1)}`;
}

export function show(args: Arguments, book: ExerciseBook): Outcome {
  const exercise = chosen(args, book);
  return done(...textOf(args.root, `${exercise.folder}/README.md`).trim().split("\n"));
}

export function start(args: Arguments, book: ExerciseBook): Outcome {
  const { root, again } = args;
  const exercise = chosen(args, book);
  const folder = folderOf(exercise);
  const path = `${folder}/answer.ts`;
  const exists = existsSync(join(root, path));
  book.replace(`${folder}/tsconfig.json`, TSCONFIG);
  const kept = exists && !again ? null : book.replace(path, textOf(root, `${exercise.folder}/starter.ts`));
  book.note(exercise.id);
  const said =
    exists && !again ? [`You have begun already: ${path}. To begin anew: start ${exercise.id} --again`] : [];
  return done(
    ...(textOf(root, `${exercise.folder}/README.md`).split("\n## Begin")[0]?.trim().split("\n") ?? []),
    "",
    ...said,
    ...(kept === null ? [] : [`What you had is kept: npm run exercise -- undo ${exercise.id}`]),
    `Write in ${path}, then: npm run exercise -- check`,
    `Its tests: ${exercise.folder}/task.test.ts`,
  );
}

export async function check(args: Arguments, book: ExerciseBook): Promise<Outcome> {
  const { root } = args;
  const exercise = chosen(args, book);
  const folder = folderOf(exercise);
  const path = `${folder}/answer.ts`;
  if (!existsSync(join(root, path)))
    return refused(`There is no ${path} yet: npm run exercise -- start ${exercise.id}`);
  // Someone may have taken it away, or edited it: then the compiler would check something else.
  book.replace(`${folder}/tsconfig.json`, TSCONFIG);
  const { isGreen, passed, all, lines, rows } = await checkAnswer(root, exercise, join(root, folder));
  const before = book.progress(exercise.id);
  const doneAt = before.doneAt ?? (isGreen ? new Date().toISOString() : null);
  book.note(exercise.id, { tries: before.tries + 1, doneAt });
  const count = `${exercise.id} ${exercise.title}: ${passed} of ${all}`;
  if (isGreen)
    return {
      code: 0,
      lines: [`✔ ${count}, green`, `The course's own answer: npm run exercise -- solution ${exercise.id}`],
      rows,
    };
  const title = /^✖ (I\d: .*)$/.exec(lines[0] ?? "")?.[1] ?? "";
  const invariant = title === "" ? null : invariantOf(root, exercise.day, title);
  const sentence =
    invariant === null || invariant.text === "" ? [] : ["", `  ${invariant.id}  ${invariant.text}`];
  const asIs = readFileSync(join(root, path), "utf8") === textOf(root, `${exercise.folder}/starter.ts`);
  const next = asIs ? `Nothing is written yet: ${path}` : `Stuck? npm run exercise -- hint ${exercise.id}`;
  return { ...refused(...lines, ...sentence, "", count, next), rows };
}

export function hint(args: Arguments, book: ExerciseBook): Outcome {
  const exercise = chosen(args, book);
  const { hints } = book.progress(exercise.id);
  const level = args.level ?? Math.min(hints + 1, LEVELS.length);
  const text = readHints(textOf(args.root, `${exercise.folder}/hints.md`)).hints[level - 1] ?? "";
  book.note(exercise.id, { hints: Math.max(hints, level) });
  const more = level < LEVELS.length ? [] : ["", "That was the last one."];
  return done(
    `${exercise.id}, hint ${level} of ${LEVELS.length}: ${LEVELS[level - 1]}`,
    "",
    ...text.split("\n"),
    ...more,
  );
}

export function solution(args: Arguments, book: ExerciseBook): Outcome {
  const exercise = chosen(args, book);
  const { doneAt, gaveUp } = book.progress(exercise.id);
  const isOpen = doneAt !== null || gaveUp || args.giveUp;
  if (!isOpen)
    return refused(
      `The solution of ${exercise.id} is open when yours is green: npm run exercise -- check ${exercise.id}`,
      "Or give up, which is noted, and no shame: --give-up",
    );
  if (doneAt === null) book.note(exercise.id, { gaveUp: true });
  const wrong = exercise.wrong.map(({ file, misunderstanding }) => `- ${file}: ${misunderstanding}`);
  return done(
    ...textOf(args.root, `${exercise.folder}/solution.ts`).trimEnd().split("\n"),
    "",
    "Others have believed, and the tests refuse it:",
    ...wrong,
  );
}

export function undo(args: Arguments, book: ExerciseBook): Outcome {
  const exercise = chosen(args, book);
  const path = `${folderOf(exercise)}/answer.ts`;
  const kept = book.bringBack(path);
  return kept === null
    ? refused(`Nothing of ${path} was replaced.`)
    : done(`${path} is as it was at ${kept.at}.`);
}

/** The one that is named, else the one that was had last. Errors: CourseError, UsageError. */
function chosen({ root, words, command }: Arguments, book: ExerciseBook): Exercise {
  const exercises = readExercises(root);
  const [word] = words;
  if (word !== undefined) return findByName(exercises, word);
  const current = exercises.find(({ id }) => id === book.current);
  if (current === undefined)
    throw new UsageError(`which one? npm run exercise -- ${command} day1/01 (npm run exercise lists them)`);
  return current;
}
