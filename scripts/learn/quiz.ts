/**
 * The questions of the lessons that are done: what does this program print? The key is what it prints when it is run
 * over the lesson's own tree, so it cannot be wrong. What was missed comes first the next time.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Answer, type Lesson, predict, type Question } from "../lessons/course.ts";
import { layTree } from "../lessons/lay-tree.ts";
import { wrap } from "./introduce.ts";
import { done, type Outcome, type ResultRow, refused, TroubleError, UsageError } from "./outcome.ts";
import type { Session } from "./session.ts";
import { askLine } from "./terminal.ts";

interface Asked {
  readonly lesson: Lesson;
  readonly question: Question;
}

/** With a terminal all of them, one after the other; without one the first, which `--answer N` answers. */
export async function quiz(session: Session, isTerminal: boolean): Promise<Outcome> {
  const open = openQuestions(session);
  const rows = rowsOf(session);
  const [first] = open;
  if (first === undefined) {
    const none = (session.desk.state?.done.length ?? 0) === 0;
    const why = none
      ? "No lesson is done yet: questions come behind each."
      : "No question is open: well done. (-- --all asks them all again)";
    return { ...done(why), rows };
  }
  if (session.args.answer !== null)
    return { ...(await answer(session, first, session.args.answer)), rows: rowsOf(session) };
  if (isTerminal && !session.args.json && !session.args.plain) return askAll(session, open);
  const how = "Answer with: npm run learn quiz -- --answer NUMBER";
  return { code: 0, lines: [...questionLines(first), "", how], rows };
}

/** Those of done lessons that were not answered rightly yet; the missed ones first. */
export function openQuestions({ course, desk, args }: Session): Asked[] {
  const { done: finished = [], answers = {} } = desk.state ?? {};
  const all = course.lessons.filter(({ id }) => finished.includes(id));
  const asked = all.flatMap((lesson) =>
    lesson.question === null ? [] : [{ lesson, question: lesson.question }],
  );
  const open = asked.filter(({ lesson }) => args.all || answers[lesson.id] !== true);
  const missed = (each: Asked) => answers[each.lesson.id] === false;
  return [...open.filter(missed), ...open.filter((each) => !missed(each))];
}

export function questionLines({ lesson, question }: Asked): string[] {
  return [
    `${lesson.id} ${lesson.title}`,
    "",
    ...wrap(question.text, 88),
    "",
    ...question.program
      .trimEnd()
      .split("\n")
      .map((line) => `    ${line}`),
    "",
    ...question.choices.map(({ text }, index) => `  ${index + 1}  ${text}`),
  ];
}

/** Runs the program, notes the answer, and says why. Errors: UsageError, TroubleError. */
export async function answer(session: Session, asked: Asked, number: number): Promise<Outcome> {
  const { lesson, question } = asked;
  const choice = question.choices[number - 1];
  if (choice === undefined) throw new UsageError(`the question has answers 1 to ${question.choices.length}`);
  const key = await keyOf(session, asked);
  const right = key.right.includes(number - 1);
  session.desk.note((state) => ({ ...state, answers: { ...state.answers, [lesson.id]: right } }));
  const because = wrap(choice.why, 84).map((line) => `  ${line}`);
  if (right) return done(`✔ ${choice.text}`, ...because);
  const truth = question.choices[key.right[0] ?? -1];
  const why = truth === undefined ? [] : wrap(truth.why, 84).map((line) => `  ${line}`);
  return refused(
    `✖ ${choice.text}`,
    ...because,
    "",
    `It prints ${key.printed}`,
    ...why,
    "",
    "It will be asked again.",
  );
}

async function keyOf({ args, course }: Session, { lesson, question }: Asked): Promise<Answer> {
  mkdirSync(join(args.root, ".course"), { recursive: true });
  const folder = mkdtempSync(join(args.root, ".course", "quiz-"));
  try {
    layTree(folder, course.tree(lesson, "after"));
    const key = await predict({ question, folder });
    if (key.trouble !== "")
      throw new TroubleError(`the program of question ${lesson.id} did not end: ${key.trouble}`);
    return key;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function askAll(session: Session, open: readonly Asked[]): Promise<Outcome> {
  let right = 0;
  let asked = 0;
  for (const each of open) {
    console.log(`\n${questionLines(each).join("\n")}\n`);
    const { choices } = each.question;
    const line = await askLine(`What does it print? (1 to ${choices.length}, Enter ends) `);
    if (line === null || choices[Number(line.trim() || "0") - 1] === undefined) break;
    const outcome = await answer(session, each, Number(line));
    console.log(outcome.lines.join("\n"));
    asked += 1;
    if (outcome.code === 0) right += 1;
  }
  return done("", `${right} of ${asked} right.`);
}

function rowsOf(session: Session): ResultRow[] {
  const { answers = {} } = session.desk.state ?? {};
  return session.course.lessons
    .filter(({ question, id }) => question !== null && session.desk.state?.done.includes(id) === true)
    .map(({ id, title, number, question }) => ({
      name: `question ${id} ${title}`,
      status: answers[id] === true ? "pass" : "fail",
      message: answers[id] === true ? null : answers[id] === false ? "missed" : "not asked yet",
      test_code: question?.program ?? "",
      task_id: number,
    }));
}
