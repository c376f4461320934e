/**
 * checkLessons: the pages of the chosen days, then their states: all are laid, one compiler run sees them all, and two
 * at a time are lived through. Called by lessons-check.ts, which prints.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Problem } from "../docs/page.ts";
import { checkPages, type PagesResult, type State } from "./check-pages.ts";
import { readCourse } from "./course.ts";
import { layTree, removeTrees, treesFolder } from "./lay-tree.ts";
import type { Lesson } from "./lesson.ts";
import { pageLine } from "./page-line.ts";
import { Passed } from "./passed.ts";
import { nameOf } from "./read-page.ts";
import { runState, type StateResult } from "./run-state.ts";
import { earlierOf } from "./trees.ts";
import { type TypeProblem, typeCheck } from "./type-check.ts";

export interface Choice {
  readonly root: string;
  readonly days: readonly number[];
  /** One lesson of the one day; null for all. */
  readonly number: number | null;
  /** Run programs and tests; else only the pages and the types. */
  readonly run: boolean;
  readonly all: boolean;
  /** Live through what has passed as it is, too. */
  readonly fresh: boolean;
}

/** What became of a lesson: lived through, only looked at, or as it was when it passed. */
export type Lived = StateResult | "not run" | "passed before";

/** Told as things happen. */
export interface Listener {
  /** A day's pages were looked at. */
  onDay(day: number, result: PagesResult): void;
  onTypes(states: number, seconds: number): void;
  onState(state: State, lived: Lived, problems: readonly Problem[], seconds: number): void;
}

/** Returns all problems, those of no lesson first. */
export async function checkLessons(choice: Choice, listener: Listener): Promise<readonly Problem[]> {
  const { root, days, number } = choice;
  const { lessons, errors } = readCourse(root);
  const problems: Problem[] = errors
    .filter(({ page }) => isChosen(choice, page))
    .map(({ page, line, what }) => ({ page, line, message: what }));
  const states: State[] = [];
  for (const day of days) {
    const chosen = lessons.filter((each) => each.day === day && (number === null || each.number === number));
    const broken = errors.some(({ page }) => nameOf(page)?.day === day);
    const result = checkPages(root, day, lessons, chosen, number === null && !broken);
    problems.push(...result.problems);
    states.push(...result.states);
    listener.onDay(day, result);
  }
  if (states.length === 0) return problems;
  const folder = treesFolder(root);
  try {
    return [...problems, ...(await runStates(choice, folder, lessons, states, listener))];
  } finally {
    removeTrees(folder);
  }
}

function isChosen({ days, number }: Choice, page: string): boolean {
  const name = nameOf(page);
  // A page whose name cannot be read stands between all others.
  return name === null || (days.includes(name.day) && (number === null || name.number === number));
}

async function runStates(
  { root, run, all, fresh }: Choice,
  folder: string,
  lessons: readonly Lesson[],
  states: readonly State[],
  listener: Listener,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const place = (part: string, { lesson }: State) => join(folder, part, lesson.id);
  for (const state of states) {
    const { question } = state.lesson;
    const extra: [string, string][] = question === null ? [] : [["predict.ts", question.program]];
    layTree(place("after", state), new Map([...state.after, ...extra]));
  }
  const passed = new Passed(root);
  const begun = performance.now();
  const wrong = await typeCheck(root, join(folder, "after"));
  listener.onTypes(states.length, (performance.now() - begun) / 1000);
  const live = async (state: State) => {
    const from = performance.now();
    const { lesson } = state;
    const types = wrong.filter((each) => each.state === lesson.id).slice(0, 5);
    const own: Problem[] = types.map((error) => typeProblem(lesson, error));
    const earlier = earlierOf(lessons, lesson).flatMap(({ tests }) => tests);
    const known = !fresh && !(all && state.isStage) && passed.has(state, earlier);
    const lived: Lived = !run
      ? "not run"
      : known
        ? "passed before"
        : await runState({
            ...{ root, state, all },
            startFolder: place("start", state),
            afterFolder: place("after", state),
            wrongFolder: place("wrong", state),
            earlier,
          });
    if (typeof lived !== "string") {
      own.push(...lived.problems);
      if (lived.problems.length === 0) passed.add(state, earlier);
    }
    problems.push(...own);
    listener.onState(state, lived, own, (performance.now() - from) / 1000);
  };
  let next = 0;
  const work = async () => {
    for (let state = states[next++]; state !== undefined; state = states[next++]) await live(state);
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism() - 1) }, work));
  return problems;
}

function typeProblem(lesson: Lesson, { path, line, text }: TypeProblem): Problem {
  const isQuestion = path === "predict.ts" && lesson.question !== null;
  const at = isQuestion ? lesson.question.line + line : pageLine(lesson, path, line - 1);
  return { page: lesson.page, line: at, message: `types: ${text}` };
}
