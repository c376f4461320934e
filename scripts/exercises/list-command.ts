/** `npm run exercise -- list`: all tasks and defects, how far the learner is, and what could come next. Never prints. */
import { type Outcome, UsageError } from "../learn/outcome.ts";
import type { Arguments } from "./arguments.ts";
import type { ExerciseBook } from "./book.ts";
import { DAYS, readExercises } from "./exercise.ts";
import { readBreaks } from "./read-breaks.ts";

/** One line of the list. */
interface Item {
  readonly id: string;
  readonly day: number;
  /** In the book. */
  readonly key: string;
  readonly text: string;
  readonly isTask: boolean;
}

export function list({ root, words }: Arguments, book: ExerciseBook): Outcome {
  const [word = ""] = words;
  if (word !== "" && !/^(day)?[1-5]$/.test(word))
    throw new UsageError(`list takes a day, such as day3, not "${word}"`);
  const only = word === "" ? null : Number(word.slice(-1));
  const items = itemsOf(root).filter(({ day }) => only === null || day === only);
  const sign = ({ key }: Item) => {
    const { doneAt, gaveUp } = book.progress(key);
    return doneAt !== null ? "✔" : gaveUp ? "–" : book.current === key ? "▶" : "·";
  };
  const lines = DAYS.filter((day) => items.some((item) => item.day === day)).flatMap((day) => [
    `Day ${day}`,
    ...items.filter((item) => item.day === day).map((item) => `  ${sign(item)} ${item.text}`),
    "",
  ]);
  const isDone = (item: Item) => book.progress(item.key).doneAt !== null;
  const count = (all: readonly Item[]) => `${all.filter(isDone).length} of ${all.length}`;
  const tasks = items.filter(({ isTask }) => isTask);
  const defects = items.filter(({ isTask }) => !isTask);
  lines.push(`${count(tasks)} tasks done, ${count(defects)} defects found.`);
  const next = tasks.find((item) => !isDone(item) && !book.progress(item.key).gaveUp);
  if (next !== undefined)
    lines.push(`Next: npm run exercise -- start ${next.id} (-- --help lists the commands)`);
  const rows = items.map((item) => ({
    name: item.text,
    status: isDone(item) ? ("pass" as const) : ("fail" as const),
    message: isDone(item) ? null : "not done",
  }));
  return { code: 0, lines, rows };
}

function itemsOf(root: string): Item[] {
  const tasks = readExercises(root).map(({ id, day, title, invariants, minutes }) => ({
    ...{ id, day, key: id, isTask: true },
    text: `${id}  ${title} (${invariants.join(", ")}, ${minutes} min)`,
  }));
  const defects = readBreaks(root).map(({ id, day, title }) => ({
    ...{ id, day, key: `break ${id}`, isTask: false },
    text: `break ${id}  ${title}`,
  }));
  return [...tasks, ...defects];
}
