/**
 * What exercises/ holds, read once: for each exercise its id, where its files are, and what their heads say. Used by
 * exercises:check, by `npm run exercise` and by the grader. It judges nothing: a part that is missing is empty here,
 * and check-parts.ts says so.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CourseError } from "../days/course-error.ts";

export interface WrongAnswer {
  /** "little-endian" */
  readonly name: string;
  /** Below the root. */
  readonly file: string;
  /** What someone believes who writes this; "" where the header does not say. */
  readonly misunderstanding: string;
  /** The title of the test that refuses it; "" where the header does not say. */
  readonly killedBy: string;
}

export interface Exercise {
  /** "day1/01" */
  readonly id: string;
  readonly day: number;
  /** "length-codec" */
  readonly name: string;
  /** Below the root: "exercises/day1/01-length-codec". */
  readonly folder: string;
  readonly title: string;
  readonly minutes: number;
  readonly invariants: readonly string[];
  readonly wrong: readonly WrongAnswer[];
}

/** The second line of a README that says anything: `Day 1 · I2 · 20 minutes`. */
export const HEAD_LINE = /^Day (\d) · (I\d(?:, I\d)*) · (\d+) minutes$/m;

export const DAYS = [1, 2, 3, 4, 5] as const;

/** All of them, in order. */
export function readExercises(root: string): Exercise[] {
  return DAYS.flatMap((day) =>
    foldersOf(join(root, "exercises", `day${day}`))
      .filter((folder) => /^\d\d-/.test(folder))
      .map((folder) => readExercise(root, day, folder)),
  );
}

/** The folders right below one, sorted; none where it is not there. */
export function foldersOf(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The text of a file, "" where there is none. */
export function textOf(root: string, file: string): string {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/**
 * The one that `words` names: day3/02, day3.2, or a part of its name that no other has.
 * Errors: CourseError that says which there are.
 */
export function findByName<Item extends { readonly id: string; readonly name: string }>(
  items: readonly Item[],
  wanted: string,
): Item {
  // day1/01, day1/1, 1.1 and 1/1 are one.
  const plain = (id: string) => /^(?:day)?(\d)[./]0*(\d+)$/.exec(id)?.slice(1).join(".");
  const number = plain(wanted);
  const exact = items.find(
    (item) => (number !== undefined && plain(item.id) === number) || `${item.id}-${item.name}` === wanted,
  );
  if (exact !== undefined) return exact;
  const alike = items.filter(({ name }) => name.includes(wanted));
  if (alike.length === 1) return alike[0] as Item;
  const day = number === undefined ? undefined : `day${number[0]}`;
  const near =
    alike.length > 1 ? alike : items.filter((item) => day === undefined || item.id.startsWith(day));
  const list = near.map((item) => `${item.id} ${item.name}`).join(", ");
  throw new CourseError(`No exercise "${wanted}"${list === "" ? "." : `; there are ${list}.`}`, 2);
}

function readExercise(root: string, day: number, name: string): Exercise {
  const folder = `exercises/day${day}/${name}`;
  const readme = textOf(root, `${folder}/README.md`);
  const [, , invariants = "", minutes = "0"] = HEAD_LINE.exec(readme) ?? [];
  const path = join(root, folder, "wrong");
  const files = existsSync(path) ? readdirSync(path).filter((file) => file.endsWith(".ts")) : [];
  return {
    id: `day${day}/${name.slice(0, 2)}`,
    day,
    name: name.slice(3),
    folder,
    title: /^# (.+)$/m.exec(readme)?.[1] ?? "",
    minutes: Number(minutes),
    invariants: invariants === "" ? [] : invariants.split(", "),
    wrong: files.sort().map((file) => readWrong(root, `${folder}/wrong/${file}`)),
  };
}

/** The header is a comment: a paragraph that begins with "Misunderstanding:" and a line with "Killed by:". */
function readWrong(root: string, file: string): WrongAnswer {
  const header = /^\/\*\*\n([\s\S]*?)\n \*\/\n/.exec(textOf(root, file))?.[1] ?? "";
  const text = header.replaceAll(/^ \* ?/gm, "");
  return {
    name: /([^/]+)\.ts$/.exec(file)?.[1] ?? "",
    file,
    misunderstanding:
      /^Misunderstanding: ([\s\S]*?)\nKilled by:/m.exec(text)?.[1]?.replaceAll("\n", " ") ?? "",
    killedBy: /^Killed by: "([\s\S]*?)"$/m.exec(text)?.[1]?.replaceAll("\n", " ") ?? "",
  };
}
