/**
 * `npm run exercise -- break`: lays a copy of a day with a planted defect, and judges what the learner says of it: which
 * invariant, which line. The proof is the suite: the tests that see the defect are run, and named. Never prints.
 */
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { done, type Outcome, refused, UsageError } from "../learn/outcome.ts";
import { invariantOf } from "../learn/place.ts";
import type { Arguments } from "./arguments.ts";
import type { ExerciseBook } from "./book.ts";
import { findByName, textOf } from "./exercise.ts";
import {
  type Break,
  type BreakAnswer,
  layBroken,
  type Place,
  readAnswer,
  readBreaks,
} from "./read-breaks.ts";
import { runBreak } from "./run-break.ts";

/** So many lines beside the defect still count as found. */
const NEAR = 2;
const STILL_MS = 10_000;

export async function breakCommand(args: Arguments, book: ExerciseBook): Promise<Outcome> {
  const { root, words, giveUp } = args;
  const defect = findByName(readBreaks(root), words[0] as string);
  const place = layCopy(args, book, defect);
  if (giveUp) return reveal(args, book, defect, place);
  if (words.length === 1) return introduce(args, defect);
  const [, invariant = "", at = ""] = words;
  const [, file, line] = /^(?:.*\bsrc\/)?([\w./-]+\.ts):(\d+)$/.exec(at) ?? [];
  if (!/^I\d$/.test(invariant) || file === undefined || line === undefined)
    throw new UsageError(
      `an answer is an invariant and a line: npm run exercise -- break ${defect.id} I2 net/conn.ts:88`,
    );
  return judge(args, book, defect, place, { invariant, file, line: Number(line) });
}

/** work/break/day2-1: laid once, or again on request; the learner may have put a console.log into it. */
function layCopy({ root, again }: Arguments, book: ExerciseBook, defect: Break): Place {
  const folder = copyOf(defect);
  const fresh = realpathSync(mkdtempSync(join(tmpdir(), "ray-break-")));
  try {
    const place = layBroken(root, defect, fresh);
    if (!again && existsSync(join(root, folder))) return place;
    for (const path of book.disk.list(join(fresh, "src")))
      book.replace(`${folder}/src/${path}`, book.disk.read(join(fresh, "src", path)) ?? "");
    return place;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function copyOf({ id }: Break): string {
  return `work/break/${id.replace("/", "-")}`;
}

function introduce({ root }: Arguments, defect: Break): Outcome {
  const story = textOf(root, `${defect.folder}/README.md`).split("\n## Find it")[0] ?? "";
  return done(
    ...story.trim().split("\n"),
    "",
    `The copy with the defect: ${copyOf(defect)}/src`,
    `All that the suite sees: npm test -- --day ${defect.day} --impl ${copyOf(defect)}/src --file day${defect.day}`,
    `Your answer: npm run exercise -- break ${defect.id} I2 net/conn.ts:88`,
  );
}

interface Guess {
  readonly invariant: string;
  readonly file: string;
  readonly line: number;
}

async function judge(
  args: Arguments,
  book: ExerciseBook,
  defect: Break,
  place: Place,
  guess: Guess,
): Promise<Outcome> {
  const answer = readAnswer(args.root, defect);
  const id = `break ${defect.id}`;
  const isInvariant = guess.invariant === answer.invariant;
  const isFile = guess.file === place.file;
  const isLine = isFile && guess.line >= place.first - NEAR && guess.line <= place.last + NEAR;
  const { tries, doneAt } = book.progress(id);
  const isFound = isInvariant && isLine;
  book.note(id, { tries: tries + 1, doneAt: doneAt ?? (isFound ? new Date().toISOString() : null) });
  if (isFound) return done("✔ found", "", ...(await proof(args, defect, answer)));
  return refused(
    `${isInvariant ? "✔" : "✖"} ${guess.invariant}: ${isInvariant ? "that is the one" : "another one is broken"}`,
    `${isLine ? "✔" : "✖"} ${guess.file}:${guess.line}: ${isLine ? "there it is" : isFile ? "the right file, another line" : "it is in another file"}`,
    ...(tries >= 2 ? ["", `Enough? npm run exercise -- break ${defect.id} --give-up`] : []),
  );
}

async function reveal(args: Arguments, book: ExerciseBook, defect: Break, place: Place): Promise<Outcome> {
  const answer = readAnswer(args.root, defect);
  const id = `break ${defect.id}`;
  if (book.progress(id).doneAt === null) book.note(id, { gaveUp: true });
  const lines = place.first === place.last ? `${place.first}` : `${place.first} to ${place.last}`;
  return done(
    `${answer.invariant}, ${place.file}, line ${lines}`,
    "",
    ...(await proof(args, defect, answer)),
  );
}

/** What the suite says: the tests that fail on a fresh copy, whatever the learner has done to theirs. */
async function proof({ root }: Arguments, defect: Break, answer: BreakAnswer): Promise<string[]> {
  const { day } = defect;
  const fresh = `.course/break-${process.pid}`;
  try {
    layBroken(root, defect, join(root, fresh));
    const failed = await runBreak({ root, day, stillMs: STILL_MS }, join(root, fresh), answer.files);
    const sentence = invariantOf(root, day, `${answer.invariant}: `)?.text ?? "";
    return [
      `${answer.invariant}  ${sentence}`,
      "",
      answer.why,
      "",
      `The tests that see it (${failed.length}):`,
      ...failed.map(({ file, name }) => `  ✖ ${name}\n    ${file}`),
      "",
      `The defect as a patch: ${defect.folder}/defect.patch`,
    ];
  } finally {
    rmSync(join(root, fresh), { recursive: true, force: true });
  }
}
