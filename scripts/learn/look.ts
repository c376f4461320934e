/** The commands that show and change nothing but what was shown: list, read, diff, check. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import type { Lesson } from "../lessons/course.ts";
import { type Check, check } from "./check.ts";
import { diskTrouble } from "./disk.ts";
import { done, type Outcome, type ResultRow, refused } from "./outcome.ts";
import { keepFailure } from "./picture.ts";
import type { Session } from "./session.ts";
import { bar, shown } from "./shown.ts";
import { tell } from "./tell.ts";

export function list(session: Session): Outcome {
  const { course, desk, lesson: now } = session;
  const finished = new Set(desk.state?.done ?? []);
  const lines: string[] = [];
  for (const day of new Set(course.lessons.map((each) => each.day))) {
    const lessons = course.ofDay(day);
    const count = lessons.filter(({ id }) => finished.has(id)).length;
    const minutes = lessons.reduce((sum, each) => sum + each.minutes, 0);
    lines.push(
      ...(lines.length > 0 ? [""] : []),
      `Day ${day} ${bar(count, lessons.length, 20)} ${count} of ${lessons.length}, about ${hours(minutes)}`,
    );
    for (const each of lessons) {
      const sign = finished.has(each.id) ? "✔" : each === now ? "▶" : "·";
      lines.push(`  ${sign} ${each.id.padEnd(5)}${each.title} (${each.minutes} min)`);
    }
  }
  const rows = course.lessons.map(
    (each): ResultRow => ({
      name: `${each.id} ${each.title}`,
      status: finished.has(each.id) ? "pass" : "fail",
      message: finished.has(each.id) ? null : each === now ? "under way" : "not begun",
      task_id: each.number,
    }),
  );
  return { code: 0, lines, rows };
}

function hours(minutes: number): string {
  return minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 30) / 2} hours`;
}

/** The page without its head. */
export function read(session: Session): Outcome {
  const word = session.args.words[0];
  const lesson = word === undefined ? session.underWay.lesson : session.course.named(word);
  return done(...pageLines(session, lesson));
}

export function pageLines(session: Session, lesson: Lesson): string[] {
  const text = readFileSync(join(session.args.root, lesson.page), "utf8");
  return [
    lesson.page,
    "",
    ...text
      .replace(/^---\n[\s\S]*?\n---\n/, "")
      .trim()
      .split("\n"),
  ];
}

/** From the learner's files to the course's, as they are when the lesson is done. */
export function diff(session: Session): Outcome {
  const { lesson } = session.underWay;
  const { course, desk, args } = session;
  const after = course.tree(lesson, "after");
  const files = desk.work.read();
  const typed = lesson.files.filter(({ kind }) => kind === "type").map(({ path }) => path);
  const known = [...new Set([...after.keys(), ...files.keys()])];
  const paths = args.words.length > 0 ? args.words.map((word) => session.pathOf(word, known)) : typed;
  const lines = paths.flatMap((path) => {
    const [own, theirs] = [files.get(path)?.toString("utf8") ?? "", after.get(path) ?? ""];
    if (own === theirs) return [`${shown(path)} is the course's, to the byte`];
    const patch = createTwoFilesPatch(
      shown(path),
      `the course's ${path}`,
      own,
      theirs,
      undefined,
      undefined,
      { context: 2 },
    );
    return patch.trimEnd().split("\n").slice(1);
  });
  return done(...(lines.length > 0 ? lines : ["This lesson asks you to write nothing."]));
}

export async function checkCommand(session: Session): Promise<Outcome> {
  const word = session.args.words[0];
  const lesson = word === undefined ? session.underWay.lesson : session.course.named(word);
  const result = await check(session, lesson);
  return checkOutcome(session, result);
}

/** Notes what it found, too: a lesson that was green once is done. */
export function checkOutcome(session: Session, result: Check): Outcome {
  const { lesson, isGreen } = result;
  if (isGreen && session.desk.state?.done.includes(lesson.id) === false)
    session.desk.note((state) => ({ ...state, done: [...new Set([...state.done, lesson.id])] }));
  keepFailure(session, result);
  const { trouble } = session.desk;
  const unsaved = trouble === null ? [] : [`! not saved: ${diskTrouble(trouble) ?? trouble}`];
  const lines = [...tell(session, result), "", ...progress(session, result), ...unsaved];
  const rows = rowsOf(result);
  return isGreen ? { code: 0, lines, rows } : { ...refused(...lines), rows };
}

/** "lesson 3 of 8: 7 of 12", and bars over lesson, day and course. */
export function progress({ course, desk }: Session, { lesson, report, isGreen }: Check): string[] {
  const day = course.ofDay(lesson.day);
  const finished = (lessons: readonly Lesson[]) =>
    lessons.filter(({ id }) => desk.state?.done.includes(id) === true).length;
  const [ofDay, ofAll] = [finished(day), finished(course.lessons)];
  const { passed, failed } = report;
  const all = passed + failed;
  const total = Math.max(all, 1);
  return [
    `lesson ${day.indexOf(lesson) + 1} of ${day.length}: ${passed} of ${all}${isGreen ? ", green" : ""}`,
    `lesson ${bar(passed, total, 12)}  day ${lesson.day} ${bar(ofDay, day.length, 12)} ${ofDay}/${day.length}  course ${bar(ofAll, course.lessons.length, 12)} ${ofAll}/${course.lessons.length}`,
  ];
}

function rowsOf({ lesson, types, report }: Check): ResultRow[] {
  const task_id = lesson.number;
  const compiler: ResultRow[] = types.map(({ path, line, column, code, message }) => ({
    name: `type check: ${path ?? "tsconfig.json"}:${line}:${column}`,
    status: "error",
    message: `${message} (${code})`,
    task_id,
  }));
  const tests = report.files.flatMap(({ tests, output }) =>
    tests.map(
      (test): ResultRow => ({
        name: test.name,
        status: test.status === "failed" ? "fail" : "pass",
        message: test.message,
        output: test.status === "failed" ? output : null,
        test_code: `tests/${test.file}`,
        task_id,
      }),
    ),
  );
  return [...compiler, ...tests];
}
