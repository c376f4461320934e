/**
 * checkPages: all that can be said of the lessons of a day without running anything. Called by lessons-check.ts.
 * What comes out beside the problems, the states, is what is run then.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../docs/page.ts";
import { addFigures, checkBudget, checkDayBudget, type Figures, figuresOf } from "./check-budget.ts";
import { checkContract, namesOf } from "./check-contract.ts";
import { chapterOf, checkDay } from "./check-day.ts";
import { checkForm } from "./check-form.ts";
import { checkPlaces } from "./check-wrong.ts";
import { type Kind, type Lesson, LessonError, type Tree } from "./lesson.ts";
import { checkLessonTable } from "./lesson-table.ts";
import { readParts } from "./page-parts.ts";
import { dayTests, testTitles } from "./test-titles.ts";
import { begin, finish, readStage } from "./trees.ts";

/** A lesson and the trees around it. */
export interface State {
  readonly lesson: Lesson;
  readonly figures: Figures;
  readonly before: Tree;
  readonly start: Tree;
  readonly after: Tree;
  /** The tree behind it is the stage: its tests are those of `npm test`. */
  readonly isStage: boolean;
}

export interface PagesResult {
  readonly problems: readonly Problem[];
  /** Up to the first lesson whose blocks do not apply. */
  readonly states: readonly State[];
  readonly figures: Figures;
}

/**
 * `all`: every lesson that could be read. `chosen`: those of the day to be checked; the day's own rules are asked only
 * when `whole` says that these are all there are.
 */
export function checkPages(
  root: string,
  day: number,
  all: readonly Lesson[],
  chosen: readonly Lesson[],
  whole: boolean,
): PagesResult {
  const problems: Problem[] = [];
  const lessons = all.filter((lesson) => lesson.day === day);
  const stage = readStage(root, day);
  const dayTitles = dayTests(root, day).flatMap((file) => testTitles(root, file));
  const states: State[] = [];
  const told = { kinds: new Map<string, Kind>(), names: new Set<string>() };
  for (const lesson of all.filter((each) => each.day < day)) learn(told, lesson);
  let tree: Tree | null = readStage(root, day - 1);
  for (const lesson of lessons) {
    learn(told, lesson);
    const isChosen = chosen.includes(lesson);
    const parts = readParts(readFileSync(join(root, lesson.page), "utf8").replaceAll("\r\n", "\n"));
    const figures = figuresOf(lesson, parts);
    if (isChosen) {
      const titles = lesson.tests.flatMap(({ file }) => testTitles(root, file));
      problems.push(...checkForm(lesson, parts, titles, dayTitles), ...checkBudget(lesson, parts));
    }
    if (tree === null) continue;
    try {
      const start = begin(lesson, tree, stage);
      const after = finish(lesson, start);
      states.push({ lesson, figures, before: tree, start, after, isStage: isSame(after, stage) });
      if (isChosen)
        problems.push(
          ...checkContract(root, lesson, after, told),
          ...checkProgram(lesson, after),
          ...checkPlaces(lesson, after),
        );
      tree = after;
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      const { page, line, what } = error;
      const rest = lessons.length - lessons.indexOf(lesson) - 1;
      const more =
        rest > 0 ? `\nthe ${rest === 1 ? "lesson" : `${rest} lessons`} behind it could not be replayed` : "";
      problems.push({ page, line, message: `${what}${more}` });
      tree = null;
    }
  }
  const sums = addFigures(states.map(({ figures }) => figures));
  if (whole && lessons.length > 0) {
    problems.push(...checkDay(root, day, lessons, stage, tree));
    if (tree !== null)
      problems.push(...checkDayBudget(chapterOf(day), day, sums), ...checkTable(root, day, states));
  }
  return { problems, states: states.filter(({ lesson }) => chosen.includes(lesson)), figures: sums };
}

function checkTable(root: string, day: number, states: readonly State[]): readonly Problem[] {
  const page = chapterOf(day);
  if (!existsSync(join(root, page))) return [];
  return checkLessonTable(page, readFileSync(join(root, page), "utf8"), states).problems;
}

function learn(told: { kinds: Map<string, Kind>; names: Set<string> }, lesson: Lesson): void {
  for (const { path, kind } of lesson.files) told.kinds.set(path, kind);
  for (const name of namesOf(lesson.contract)) told.names.add(name);
}

function checkProgram({ page, program }: Lesson, after: Tree): Problem[] {
  if (program === null || after.has(program)) return [];
  return [{ page, line: 1, message: `program: ${program} is not in the tree behind this lesson` }];
}

export function isSame(a: Tree, b: Tree): boolean {
  return a.size === b.size && [...a].every(([path, text]) => b.get(path) === text);
}
