/**
 * checkDay: what holds for the lessons of a day together: its end is the stage, each test file belongs to one lesson,
 * each invariant of the chapter is in a test's title, the page of given files is new. Called by check-pages.ts.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Problem, readPage } from "../docs/page.ts";
import { checkGivenPage, givenPath } from "./given-page.ts";
import type { Lesson, LessonTest, Tree } from "./lesson.ts";
import { pageLine } from "./page-line.ts";
import { dayTests, hasGap, invariantsOf, testTitles } from "./test-titles.ts";
import { readStage } from "./trees.ts";

export function chapterOf(day: number): string {
  return `docs/day${day}/README.md`;
}

/** `end`: the tree behind the last lesson, null when it could not be made. */
export function checkDay(
  root: string,
  day: number,
  lessons: readonly Lesson[],
  stage: Tree,
  end: Tree | null,
): Problem[] {
  const given = join(root, givenPath(day));
  return [
    ...(end === null ? [] : checkEnd(lessons, stage, end)),
    ...checkTests(root, day, lessons),
    ...checkInvariants(root, day, lessons),
    ...checkGivenPage(
      day,
      lessons,
      stage,
      readStage(root, day - 1),
      existsSync(given) ? readFileSync(given, "utf8") : null,
    ),
  ];
}

/** Where the day's last tree is not the stage, byte for byte. */
function checkEnd(lessons: readonly Lesson[], stage: Tree, end: Tree): Problem[] {
  const last = lessons.at(-1);
  if (last === undefined) return [];
  const missing = [...stage.keys()].filter((path) => !end.has(path));
  const problems: Problem[] = listed(missing, (paths) => ({
    page: last.page,
    line: 1,
    message: `the stage has ${paths}, which no lesson brings: give it, read it or type it`,
  }));
  for (const path of [...stage.keys(), ...[...end.keys()].filter((each) => !stage.has(each))].sort()) {
    const message = differenceOf(`day${last.day}/${path}`, stage.get(path), end.get(path));
    if (message === null) continue;
    const lesson = lessons.findLast(({ files }) => files.some((file) => file.path === path)) ?? last;
    problems.push({ page: lesson.page, line: pageLine(lesson, path, message.index), message: message.text });
  }
  return problems;
}

/** One problem for all of `names`, since a day that is half written lacks many. */
function listed(names: readonly string[], problem: (names: string) => Problem): Problem[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 6).join(", ");
  return [problem(names.length > 6 ? `${shown} and ${names.length - 6} more` : shown)];
}

/** `index`: the first line that differs, counted from 0. */
function differenceOf(
  file: string,
  stage: string | undefined,
  end: string | undefined,
): { index: number; text: string } | null {
  if (stage === end || end === undefined) return null;
  if (stage === undefined)
    return { index: 0, text: `the lessons end with ${file}, which the stage has not: let it be gone` };
  const [course, learner] = [stage.split("\n"), end.split("\n")];
  const at = course.findIndex((line, index) => line !== learner[index]);
  const index = at < 0 ? course.length : at;
  const text = [
    `the lessons end with another ${file} than the stage; it differs first in line ${index + 1}:`,
    `stage:   ${course[index] ?? "(its end)"}`,
    `lessons: ${learner[index] ?? "(its end)"}`,
  ].join("\n");
  return { index, text };
}

/** Named whole by one lesson; parts of it (`only`) may be asked for by lessons before that. */
function checkTests(root: string, day: number, lessons: readonly Lesson[]): Problem[] {
  const problems: Problem[] = [];
  const homeless: string[] = [];
  for (const file of dayTests(root, day)) {
    const whole = lessons.filter(({ tests }) =>
      tests.some((test) => test.file === file && test.only === null),
    );
    const [first, second] = whole;
    if (second !== undefined)
      problems.push({
        page: second.page,
        line: 1,
        message: `tests/${file} belongs to lesson ${first?.id} already`,
      });
    if (first !== undefined) continue;
    const part = lessons.some(({ tests }) => tests.some((test) => test.file === file));
    homeless.push(part ? `tests/${file} (but for a part, only:)` : `tests/${file}`);
  }
  const last = lessons.at(-1)?.page ?? "";
  problems.push(
    ...listed(homeless, (files) => ({
      page: last,
      line: 1,
      message: `no lesson names ${files}: each belongs into one head`,
    })),
  );
  for (const lesson of lessons)
    for (const test of lesson.tests) problems.push(...checkTest(root, lesson, test));
  return problems;
}

function* checkTest(root: string, { page, day }: Lesson, { file, only }: LessonTest): Generator<Problem> {
  const complain = (message: string) => ({ page, line: 1, message });
  if (!existsSync(join(root, "tests", file))) yield complain(`there is no tests/${file}: correct the head`);
  else if (!file.startsWith(`day${day}/`)) yield complain(`tests/${file} is of another day than the lesson`);
  else if (only !== null && !testTitles(root, file).some((title) => title.includes(only) || hasGap(title)))
    yield complain(`no test of tests/${file} has "${only}" in its name: correct the head or the test`);
}

/** The chapter lists them as `- **I1** …`. */
function checkInvariants(root: string, day: number, lessons: readonly Lesson[]): Problem[] {
  const page = chapterOf(day);
  if (!existsSync(join(root, page)))
    return [{ page, line: 1, message: "the chapter is missing: the lessons need its invariants" }];
  const { text } = readPage(root, page);
  const told = [...text.matchAll(/^\s*[-*] \*\*(I\d+)\*\*/gm)];
  const ids = told.map(([, id = ""]) => id);
  const problems: Problem[] = [];
  const proved = (files: readonly string[]) =>
    new Set(files.flatMap((file) => testTitles(root, file).flatMap(invariantsOf)));
  const byDay = proved(dayTests(root, day));
  for (const match of told) {
    const [, id = ""] = match;
    const line = text.slice(0, match.index).split("\n").length;
    if (!byDay.has(id))
      problems.push({
        page,
        line,
        message: `${id} is in no test's title: begin one in tests/day${day} with "${id}: "`,
      });
  }
  for (const lesson of lessons) {
    const byLesson = proved(lesson.tests.map(({ file }) => file));
    for (const id of lesson.invariants) {
      const what = !ids.includes(id)
        ? `${id} is no invariant of ${page}`
        : `no test of the lesson has ${id} in its title: begin one with "${id}: "`;
      if (!ids.includes(id) || !byLesson.has(id))
        problems.push({ page: lesson.page, line: 1, message: what });
    }
  }
  return problems;
}
